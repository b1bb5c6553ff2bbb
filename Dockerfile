# Both programs, from one image: `docker run -p 3000:3000 -p 5050:5050 -v public-gallery:/data IMAGE` starts them together, as `npm start`
# does; `scripts/start-service.ts registry` or `… gallery` as the command starts one alone. See docs/operating/containers.md.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /opt/public-gallery
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev && rm -rf .next/cache .next/dev

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION
ARG CREATED
LABEL org.opencontainers.image.title="Public Gallery" \
  org.opencontainers.image.description="A gallery and registry for public container images, compatible with Amazon ECR Public" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.created="${CREATED}"
WORKDIR /opt/public-gallery
COPY --from=build /opt/public-gallery ./
# The only folder that is written to; the rest may be read-only.
RUN mkdir -m 0700 /data && chown 1000:1000 /data
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 DATA_DIR=/data
VOLUME /data
EXPOSE 3000 5050
USER 1000:1000
# The registry and the gallery end by themselves on SIGTERM, within DRAIN_DELAY_SECONDS and DRAIN_SECONDS.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node_modules/.bin/node", "scripts/check-health.ts"]
ENTRYPOINT ["node_modules/.bin/node"]
CMD ["scripts/start.ts"]
