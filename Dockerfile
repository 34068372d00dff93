# The page is built in a stage of its own: Node is no part of the image that runs.
FROM node:24-slim AS page
WORKDIR /page
COPY app/web/graphiql/ ./
RUN npm ci --no-audit --no-fund --ignore-scripts && npx vite build

FROM python:3.11-slim
WORKDIR /foundry
# requirements-speech.lock puts a recogniser of speech into the image, 300 MB more.
ARG LOCK=requirements.lock
COPY ${LOCK} ./
RUN pip install --no-cache-dir --require-hashes -r ${LOCK}
COPY app/ app/
COPY graphql_schema/ graphql_schema/
COPY tenancy/ tenancy/
COPY --from=page /page/dist/ app/web/graphiql/dist/
RUN useradd --create-home foundry && mkdir /data && chown foundry /data
USER foundry
ENV FOUNDRY_DATA_DIR=/data FOUNDRY_HOST=0.0.0.0 FOUNDRY_LOG_JSON=true PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"]
CMD ["python", "-m", "app.cli", "serve"]
