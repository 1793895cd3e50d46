# One image per service, the same file for all: docker build --build-arg SERVICE=tickets -f deploy/docker/service.Dockerfile .
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

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

FROM libs AS service
ARG SERVICE
COPY services/${SERVICE} /src/services/${SERVICE}
RUN PYTHONPATH=/opt/builder pip install --quiet --no-deps --no-build-isolation --target /opt/service /src/services/${SERVICE} \
 && printf '#!/bin/sh\nexec python -m escalated_%s "$@"\n' "${SERVICE}" >/opt/service/bin-service \
 && chmod 755 /opt/service/bin-service \
 && python -m compileall -q /opt/service

FROM ${PYTHON_IMAGE}
COPY --from=libs /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/service PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN groupadd --gid 10001 desk && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin desk \
 && mkdir /files && chown desk:desk /files && ln -s /opt/service/bin-service /usr/local/bin/service
COPY --from=service /opt/service /opt/service
USER 10001:10001
EXPOSE 8000 9000
ENTRYPOINT ["service"]
CMD ["run"]
