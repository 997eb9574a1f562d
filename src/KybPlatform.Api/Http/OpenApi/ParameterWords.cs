using System.Collections.Frozen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>What query parameters mean that many routes have; a route whose parameter means something else says so on its line.</summary>
internal static class ParameterWords
{
    private static readonly FrozenDictionary<string, (string Words, string Example)> Known = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["status"] = ("The state.", "approved"),
        ["country"] = ("The country, ISO 3166-1 alpha-2.", "GB"),
        ["sender_type"] = ("The kind of sender.", "alphanumeric"),
        ["reference_id"] = ("The caller's own reference.", "cust-4711"),
        ["profile"] = ("The profile's id, `biz_…` or `ind_…`.", ExampleValues.Id("biz")),
        ["applicant"] = ("Who applies: `business` (default) or `individual`.", "business"),
        ["purpose"] = ("The purpose of the traffic.", "transactional"),
        ["origin"] = ("Where the traffic comes from: `domestic` or `international`.", "domestic"),
        ["use_case"] = ("The category of the use case.", "two_factor_authentication"),
        ["type"] = ("The type.", "inquiry.submitted"),
        ["types"] = ("Types, separated by commas.", "inquiry.submitted,inquiry.approved"),
        ["resource"] = ("The id of what it is about.", ExampleValues.Id("inq")),
        ["actor"] = ("Who did it: `usr_…`, `key_…`, `platform` or `automation`.", ExampleValues.Id("key")),
        ["user_id"] = ("The user's id.", ExampleValues.Id("usr")),
        ["email"] = ("The e-mail address, whole.", "ada@example.org"),
        ["name"] = ("The name, or a part of it.", "Acme"),
        ["identifier"] = ("An identifier with its scheme.", "GB:CRN:01234567"),
        ["inquiry"] = ("The inquiry's id.", ExampleValues.Id("inq")),
        ["workflow"] = ("The workflow's key.", "kyb.review_takes_long"),
        ["about"] = ("The id of what a run is about.", ExampleValues.Id("inq")),
        ["batch"] = ("The batch's id.", ExampleValues.Id("wbt")),
        ["tag"] = ("A tag of the inquiry.", "review_takes_long"),
        ["as_of"] = ("The instant that is asked about.", "2026-11-20T09:30:00Z"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string name) => Known.TryGetValue(name, out var known) ? known.Words : $"The {name.Replace('_', ' ')}.";

    public static string OfFilter(string name) => $"Only entries with this one. {Of(name)}";

    public static string Example(string name) => Known.TryGetValue(name, out var known) ? known.Example : ExampleValues.Of(typeof(string), name)!.GetValue<string>();
}
