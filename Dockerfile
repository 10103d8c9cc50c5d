# Compiles the sources. Install scripts are off: the only one belongs to the `node` package, and this image has Node.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/bundle.ts scripts/
COPY src src
COPY schemas schemas
COPY fixtures fixtures
RUN npm run build

# Production packages, without what this program never loads: better-sqlite3 brings its C sources and a binary for every
# platform, and many packages bring maps, type declarations and tests.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && cd node_modules \
  && rm -rf better-sqlite3/deps better-sqlite3/src node-addon-api \
  && find better-sqlite3/prebuilds -name '*.node' ! -name "linux-$(node -p process.arch).node" -delete \
  && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) \
    ! -iname 'license*' -delete \
  && find . -type d \( -name test -o -name tests -o -name __tests__ -o -name benchmark -o -name benchmarks -o -name .github \) \
    -prune -exec rm -rf {} + \
  && node -e "new (require('better-sqlite3'))(':memory:').close()"

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Sandflare" \
  org.opencontainers.image.description="A sandbox of Cloudflare for SaaS: custom hostnames, fallback origin and a simulated certificate authority" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
  SANDFLARE_DATABASE=/data/sandbox.db \
  SANDFLARE_AUTH=any \
  SANDFLARE_ADMIN_TOKEN=none
WORKDIR /app
# The volume takes over the owner that the folder has at this point.
RUN install -d -o node -g node /data
COPY package.json LICENSE ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
VOLUME /data
EXPOSE 4400 4453/udp 4453/tcp 4480 4443
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "/app/dist/program/main.js", "readyz"]
ENTRYPOINT ["node", "/app/dist/program/main.js"]
CMD ["serve", "--host", "0.0.0.0"]
