using System.Text.Json;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>
/// The operator's file of providers: an object with a member for each, by name. It holds credentials, so it is a file and no variable; strict, so that a slip of the
/// pen is told at start and not when an applicant waits.
/// </summary>
public static class ProviderFile
{
    /// <summary>Adapters that need nothing but to be switched on, and what the others need.</summary>
    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["companies_house"] = ["key"],
        ["gleif"] = [],
        ["brreg"] = [],
        ["vies"] = [],
        ["sec"] = ["user_agent"],
        ["abn"] = ["key"],
        ["sirene"] = ["key"],
        ["kvk"] = ["key"],
        ["opencorporates"] = ["key"],
        ["yente"] = [],
        ["middesk"] = ["key"],
        ["persona"] = ["key"],
        ["tesseract"] = [],
        ["clamd"] = ["url"],
        ["twilio"] = ["key", "secret", "from"],
        ["sendgrid"] = ["key", "from"],
        ["signed"] = ["url", "secret", "type", "subjects", "checks", "facts"],
    };

    /// <exception cref="FormatException">With a sentence for the operator that repeats no credential.</exception>
    public static IReadOnlyList<ProviderSettings> Read(ReadOnlySpan<byte> json)
    {
        Dictionary<string, Entry>? entries;
        try
        {
            entries = JsonSerializer.Deserialize<Dictionary<string, Entry>>(json, Strict);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The file of providers cannot be read at {wrong.Path}, line {wrong.LineNumber + 1}.");
        }
        return [.. (entries ?? []).Select(e => Settings(e.Key, e.Value))];
    }

    private static readonly JsonSerializerOptions Strict = new(Wire.Json) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    private static ProviderSettings Settings(string name, Entry entry)
    {
        var kind = entry.Kind ?? name;
        if (!Needed.TryGetValue(kind, out var needed)) throw new FormatException($"The provider '{name}' is of no kind that there is: {string.Join(", ", Needed.Keys)}.{Nearest.Hint(kind, Needed.Keys)}");
        foreach (var field in needed)
            if (!Has(entry, field)) throw new FormatException($"The provider '{name}' lacks {field}.");
        return new ProviderSettings(name, kind, UrlOf(name, entry.Url, kind == "clamd"), UrlOf(name, entry.SandboxUrl, false), entry.Key, entry.Secret, entry.UserAgent)
        {
            PrivateNetwork = entry.PrivateNetwork ?? false,
            Type = entry.Type,
            Subjects = entry.Subjects ?? [],
            Checks = entry.Checks ?? [],
            Facts = entry.Facts ?? [],
            Dataset = entry.Dataset,
            From = entry.From,
            WhenDown = entry.WhenDown is null or "hold" or "pass" ? entry.WhenDown : throw new FormatException($"The provider '{name}' has a when_down that is neither hold nor pass."),
            Line = new LineSettings
            {
                AttemptTimeout = entry.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0.1, 15)) : new LineSettings().AttemptTimeout,
                AtOnce = Math.Clamp(entry.AtOnce ?? 4, 1, 64),
                AtOncePerTenant = Math.Clamp(entry.AtOncePerTenant ?? 2, 1, 64),
                PerSecond = Math.Clamp(entry.PerSecond ?? 20, 1, 1000),
                PerSecondPerTenant = Math.Clamp(entry.PerSecondPerTenant ?? 10, 1, 1000),
            },
        };
    }

    private static bool Has(Entry entry, string field) => field switch
    {
        "key" => entry.Key is { Length: > 0 },
        "user_agent" => entry.UserAgent is { Length: > 0 },
        "from" => entry.From is { Length: > 0 },
        "url" => entry.Url is { Length: > 0 },
        "secret" => entry.Secret is { Length: >= 16 },
        "type" => entry.Type is { Length: > 0 },
        "subjects" => entry.Subjects is { Count: > 0 },
        "checks" => entry.Checks is { Count: > 0 },
        _ => entry.Facts is { Count: > 0 },
    };

    private static Uri? UrlOf(string name, string? text, bool isSocket) =>
        text is null ? null : Uri.TryCreate(text, UriKind.Absolute, out var url) && (isSocket ? url is { Scheme: "tcp", Port: > 0 } : url.Scheme is "https" or "http") ? url : throw new FormatException($"The provider '{name}' has an address that is none.");

    private sealed record Entry(
        string? Kind, string? Url, string? SandboxUrl, string? Key, string? Secret, string? UserAgent, bool? PrivateNetwork, string? Type, IReadOnlyList<string>? Subjects, IReadOnlyList<string>? Checks,
        IReadOnlyList<string>? Facts, string? Dataset, string? From, string? WhenDown, double? TimeoutSeconds, int? AtOnce, int? AtOncePerTenant, int? PerSecond, int? PerSecondPerTenant);
}
