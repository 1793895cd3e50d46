# What prepares the others: makes credentials, and catches mail where there is no relay. No service runs from it.
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

FROM libs AS setup
COPY deploy/local /src/deploy/local
RUN PYTHONPATH=/opt/builder pip install --quiet --no-deps --no-build-isolation --target /opt/service /src/deploy/local \
 && python -m compileall -q /opt/service

FROM ${PYTHON_IMAGE}
COPY --from=libs /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/service PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# A new volume takes its owner from the folder it is mounted on: so nothing has to run as root to prepare it.
RUN groupadd --gid 10001 desk && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin desk \
 && for name in credentials identity tickets sla notifications provisioner nats postgres observers; do mkdir -p /config/$name; done \
 && mkdir /data /mail && chown -R desk:desk /config /data /mail
COPY --from=setup /opt/service /opt/service
USER 10001:10001
EXPOSE 1025
ENTRYPOINT ["python", "-m"]
CMD ["escalated_local.containers", "write-config", "--out", "/config"]
