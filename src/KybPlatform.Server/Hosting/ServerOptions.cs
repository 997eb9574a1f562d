using KybPlatform.Server.Development;

namespace KybPlatform.Server.Hosting;

/// <summary>What this process is for.</summary>
internal enum ServerRole
{
    All,
    Api,
    Worker,
    Migrate,
}

/// <summary>The command line.</summary>
internal sealed record ServerOptions(ServerRole Role, string? Urls, bool Samples, bool CheckHealth, bool Help)
{
    public const string Usage = """
        KybPlatform server

          --urls http://127.0.0.1:8080   where to listen
          --role all|api|worker|migrate  what to do; all by default
          --no-samples                   development: do not vet the sample submissions
          policies …                     work on policies as files; policies --help tells more
          --check-health                 ask the server at --urls whether it is ready, and exit 0 or 1

        Environment:
          ConnectionStrings__Kyb         the database; without it a development one is found or made
          ConnectionStrings__KybOwner    the database's owner, for --role migrate
          KYB_DATA                       folder of documents, keys and the development database
          KYB_PLATFORM_KEY               the key of platform calls; made and shown in development
          KYB_MASTER_KEY                 base64 of 32 bytes that encrypt personal data; else kept in KYB_DATA
          KYB_METRICS_URL                where Prometheus finds /metrics, for example http://0.0.0.0:9464; nowhere without it
          KYB_PROVIDERS                  a JSON file of registers and other providers to be asked, with their credentials
          KYB_BROKER                     a RabbitMQ broker that carries jobs, amqps://user:password@host/vhost; without it workers claim them from the database
          KYB_TRUSTED_PROXIES            proxies whose X-Forwarded-For is believed: 10.0.0.7, 192.0.2.0/24; none without it
          KYB_LISTS                      screening lists to fetch: "ofac_sdn; un; eu=https://…"; none without it
          KYB_LISTS_EVERY_HOURS          how often; 6 without it
          OTEL_EXPORTER_OTLP_ENDPOINT    where metrics and traces are sent by OTLP; nowhere without it
        """;

    public static ServerOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ServerOptions(ServerRole.All, null, Samples: true, CheckHealth: false, Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, inline) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            string Value() => inline ?? (++i < arguments.Count ? arguments[i] : throw new SetupException($"{name} needs a value."));
            options = name switch
            {
                "--urls" => options with { Urls = Value() },
                "--role" => options with { Role = RoleOf(Value()) },
                "--no-samples" => options with { Samples = false },
                "--check-health" => options with { CheckHealth = true },
                "--help" or "-h" => options with { Help = true },
                _ => throw new SetupException($"{name} is not an option of this server; --help lists them."),
            };
        }
        return options;
    }

    private static ServerRole RoleOf(string text) => text switch
    {
        "all" => ServerRole.All,
        "api" => ServerRole.Api,
        "worker" => ServerRole.Worker,
        "migrate" => ServerRole.Migrate,
        _ => throw new SetupException($"--role {text} is none of all, api, worker, migrate."),
    };
}
