# The gateway's web app with the built UI: two kinds of image in one file, because the UI exists only to be served by it.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG NODE_IMAGE=node:20-bookworm-slim

FROM ${NODE_IMAGE} AS ui
WORKDIR /ui
COPY gateway/ui/ ./
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run build

# As far as `libs` all images of the suite are built alike, so they share these layers; libraries change rarely.
FROM ${PYTHON_IMAGE} AS libs
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/runtime.txt requirements/build.txt /src/requirements/
RUN pip install --quiet --require-hashes -r /src/requirements/runtime.txt \
 && pip install --quiet --require-hashes --target /opt/builder -r /src/requirements/build.txt \
 && python -m compileall -q /opt/venv/lib
COPY libs /src/libs
RUN PYTHONPATH=/opt/builder pip install --quiet --no-deps --no-build-isolation /src/libs/contracts /src/libs/rules /src/libs/chassis \
 && python -m compileall -q /opt/venv/lib

FROM libs AS web
COPY gateway/web /src/gateway/web
RUN PYTHONPATH=/opt/builder pip install --quiet --no-deps --no-build-isolation --target /opt/service /src/gateway/web \
 && python -m compileall -q /opt/service

FROM ${PYTHON_IMAGE}
COPY --from=libs /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/service PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 ESCALATED_UI_DIR=/ui
RUN groupadd --gid 10001 desk && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin desk
COPY --from=web /opt/service /opt/service
COPY --from=ui /ui/dist /ui
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["python", "-m", "escalated_web"]
CMD ["run"]
