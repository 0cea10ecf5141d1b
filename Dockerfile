# Two images around one static binary. Built from binaries that the release made: no compiler, the same bytes.
#
#   dist/amd64/hoist, dist/arm64/hoist     of the release archives (x86_64- and aarch64-unknown-linux-musl)
#   dist/ca-certificates.crt               the certificate authorities of the machine that builds the image
#
#   docker build --target action -t hoist .
#   docker build --target ci -t hoist:ci .

# For jobs that run `script:` lines, such as GitLab's. git is what fetches and pushes.
FROM alpine:3.22.1@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 AS ci
ARG TARGETARCH=amd64
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="hoist" \
      org.opencontainers.image.source="https://github.com/hoist-tools/hoist" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
# The base is fixed by its digest; a version of git that its repository drops later would break old tags.
# hadolint ignore=DL3018
RUN apk add --no-cache ca-certificates git
COPY --chmod=0755 dist/${TARGETARCH}/hoist /usr/local/bin/hoist

# One file and what it reads. No USER and no WORKDIR: a container step on GitHub brings its own.
# It has no git: a remote that isn't a folder can't be reached from it before hoist speaks https itself.
FROM scratch AS action
ARG TARGETARCH=amd64
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="hoist" \
      org.opencontainers.image.source="https://github.com/hoist-tools/hoist" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY action/image/passwd /etc/passwd
COPY --chmod=1777 action/image/tmp /tmp
COPY dist/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --chmod=0755 dist/${TARGETARCH}/hoist /usr/local/bin/hoist
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
ENTRYPOINT ["/usr/local/bin/hoist"]
