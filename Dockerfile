# The command `selfheal` as an image: a silo, a gateway or any other command, by its arguments.
# docs/cluster.md tells what it needs to run. Secrets are given when it runs, never here.

# Patches of .NET and of the distribution come with each build; the versions that the code is written for do not change.
# Your own mirror of these images can be named with --build-arg.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble

FROM ${SDK_IMAGE} AS build
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source

# What decides on the packages comes first, so that a change of code alone restores nothing again.
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props ./
COPY abstractions/SelfHealing.Abstractions/SelfHealing.Abstractions.csproj abstractions/SelfHealing.Abstractions/
COPY aspire/SelfHealing.ServiceDefaults/SelfHealing.ServiceDefaults.csproj aspire/SelfHealing.ServiceDefaults/
COPY grains/SelfHealing.Repair/SelfHealing.Repair.csproj grains/SelfHealing.Repair/
COPY grains/SelfHealing.Grains/SelfHealing.Grains.csproj grains/SelfHealing.Grains/
COPY silo/SelfHealing.Sandboxes/SelfHealing.Sandboxes.csproj silo/SelfHealing.Sandboxes/
COPY silo/SelfHealing.Toolchains/SelfHealing.Toolchains.csproj silo/SelfHealing.Toolchains/
COPY silo/SelfHealing.Models/SelfHealing.Models.csproj silo/SelfHealing.Models/
COPY silo/SelfHealing.Integrations/SelfHealing.Integrations.csproj silo/SelfHealing.Integrations/
COPY silo/SelfHealing.Storage/SelfHealing.Storage.csproj silo/SelfHealing.Storage/
COPY silo/SelfHealing.Silo/SelfHealing.Silo.csproj silo/SelfHealing.Silo/
COPY client/SelfHealing.Client/SelfHealing.Client.csproj client/SelfHealing.Client/
COPY client/SelfHealing.Cli/SelfHealing.Cli.csproj client/SelfHealing.Cli/
RUN dotnet restore client/SelfHealing.Cli/SelfHealing.Cli.csproj

COPY abstractions abstractions
COPY aspire aspire
COPY grains grains
COPY silo silo
COPY client client
RUN dotnet publish client/SelfHealing.Cli/SelfHealing.Cli.csproj --no-restore -c Release -p:RunAnalyzers=false -o /app

FROM ${RUNTIME_IMAGE}
# git and ssh clone and push; curl asks for the health below.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates curl git openssh-client \
    && apt-get clean && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 selfheal \
    && useradd --uid 10001 --gid 10001 --create-home --home-dir /home/selfheal --shell /usr/sbin/nologin selfheal \
    && install -d -o 10001 -g 10001 -m 0700 /data

COPY --from=build /app /app
ENV SELFHEAL_DATA=/data \
    SELFHEAL_COMMAND=selfheal \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    DOTNET_gcServer=1 \
    DOTNET_TieredPGO=1 \
    DOTNET_NOLOGO=1
VOLUME /data
EXPOSE 8080 11111 30000

# The number, and not the name: what runs the image can see that it is not root.
USER 10001:10001
WORKDIR /data

# Silo and gateway answer here, each for itself. A command that serves nothing is told with --no-healthcheck that nobody asks.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--max-time", "4", "--output", "/dev/null", "http://127.0.0.1:8080/health"]

ENTRYPOINT ["/app/selfheal"]
CMD ["--help"]
