using System.Net;
using System.Text.RegularExpressions;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Webhooks;

/// <summary>What may be asked of an endpoint.</summary>
internal static partial class EndpointRules
{
    private const int MostTypes = 100;

    public static void AnEndpointUrl<T>(this IRuleBuilder<T, string?> url) => url.MaximumLength(2048)
        .Must(u => u is null || Read(u) is not null).WithErrorCode("invalid_url").WithMessage("An absolute URL with http or https, a host, and neither credentials nor a fragment.");

    public static void EventTypes<T>(this IRuleBuilder<T, IReadOnlyList<string>?> types) => types
        .Must(t => t is null || t.Count <= MostTypes).WithErrorCode("too_long").WithMessage($"At most {MostTypes}.")
        .Must(t => t is null || t.All(e => Pattern().IsMatch(e))).WithErrorCode("invalid_event_type").WithMessage("A type such as inquiry.approved, a family such as inquiry.*, or * for all.");

    /// <summary>A name that nobody tells of would be waited for in vain.</summary>
    public static Error? Check(IReadOnlyList<string>? types)
    {
        List<FieldError> strange = [.. (types ?? []).Index().Where(t => !Recording.EventTypes.IsFilter(t.Item)).Select(t => new FieldError(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/event_types/{t.Index}"), "unknown_event_type",
            $"There is no event '{t.Item}'.{Nearest.Hint(t.Item, [.. Recording.EventTypes.All, .. Recording.EventTypes.Patterns])}"))];
        return strange.Count == 0 ? null : Error.Invalid("unknown_event_type", strange[0].Detail, [.. strange]) with { OfShape = true };
    }

    public static Uri? Read(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var read) && read is { Scheme: "http" or "https", UserInfo: "", Fragment: "", Host.Length: > 0 } ? read : null;

    /// <summary>Where it cannot be delivered to by the policy of this installation. Names are looked at again whenever a connection is made.</summary>
    public static Error? Check(string url, bool development)
    {
        if (development) return null;
        var read = Read(url)!;
        if (read.Scheme != "https") return Refuse("https_required", "Events are sent over https only.");
        var literal = IPAddress.TryParse(read.IdnHost.Trim('[', ']'), out var address);
        return (literal && !PublicAddresses.Contain(address!)) || read.IsLoopback ? Refuse("private_target", "The address is not a public one.") : null;

        static Error Refuse(string code, string detail) => Error.Invalid(code, detail, new FieldError("/url", code, detail)) with { OfShape = true };
    }

    /// <summary>Nobody has sent what they could not read themselves.</summary>
    public static Error? Check(Caller caller, WebhookPayload payload, bool personalData)
    {
        if (payload == WebhookPayload.Thin) return null;
        string[] shown = [Scopes.InquiriesRead, Scopes.RegistrationsRead, Scopes.CasesRead, Scopes.VerificationsRead];
        string[] needed = personalData ? [.. shown, Scopes.ProfilesRead] : shown;
        return Array.Find(needed, s => !caller.Scopes.Contains(s)) is { } missing
            ? WebhookErrors.ScopeNotHeld(missing == Scopes.ProfilesRead ? "/personal_data" : "/payload", missing)
            : null;
    }

    [GeneratedRegex(@"^(\*|[a-z][a-z0-9_]{0,60}\.(\*|[a-z][a-z0-9_]{0,60}))$")]
    private static partial Regex Pattern();
}

