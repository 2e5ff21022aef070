# The sidecar's image: Node, the bundle, py-spy, and of the system only env, sleep and the libraries that these need.
# No shell, no package manager, nothing that has to be written to.
#
#     docker build -t straggler:dev .
#
# Any builder will do. Its bases are arguments: BUILD_IMAGE is a Debian with Node and npm (and strip, which saves 33 MB),
# PYTHON_IMAGE has pip. The libraries in the image are BUILD_IMAGE's.
ARG BUILD_IMAGE=node:26-bookworm
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS py-spy
COPY scripts/image/py-spy.txt /tmp/py-spy.txt
RUN python3 -m pip install --no-deps --only-binary :all: --require-hashes --target /py-spy -r /tmp/py-spy.txt

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The one script of a package that is needed fetches Node.
RUN npm ci --ignore-scripts && npm rebuild --foreground-scripts node
COPY . .
COPY --from=py-spy /py-spy /py-spy
RUN export PATH=/build/node_modules/.bin:$PATH \
  && node scripts/build.js \
  && node scripts/image/root-file-system.ts /image /py-spy
# V8's compiled code of the bundle, which the image cannot write when it runs.
RUN recording=$(ls test/recordings/*.straggler) && cd /image/app/opt/straggler \
  && /image/base/usr/local/bin/node straggler.js dump --replay "/build/$recording" >/dev/null && ls .cache/*

FROM scratch
COPY --from=build /image/base /
COPY --from=build /image/app /
ENV PATH=/usr/local/bin:/usr/bin
USER 1000:1000
WORKDIR /
ENTRYPOINT ["/usr/local/bin/node", "/opt/straggler/straggler.js"]
CMD ["watch"]

ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="straggler" \
  org.opencontainers.image.description="Says why a Python asyncio process did not stop" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
