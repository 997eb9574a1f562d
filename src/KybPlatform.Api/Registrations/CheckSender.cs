using System.Globalization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace KybPlatform.Api.Registrations;

/// <summary>Whether this sender may send now. Everything that is not plainly allowed is not.</summary>
public sealed record SenderCheck(bool Allowed, string Status, IReadOnlyList<string> Reasons, SenderRegistrationId? RegistrationId, DateTimeOffset? ValidUntil);

/// <summary>The tenant's hot path: one prepared statement in one round trip, asked before traffic goes.</summary>
internal static class CheckSender
{
    private const string Find =
        "SELECT id, status, senders, deadline, valid_until FROM sender_registrations WHERE tenant_id = $1 AND profile_id = $2 AND country = $3 AND sender_type = $4";

    public static void Map(RouteGroupBuilder registrations) =>
        registrations.MapGet("/check", HandleAsync).Requires(Scopes.RegistrationsRead)
            .WithSummary("May this sender send?").Produces<SenderCheck>().ProducesRefusals(422)
            .TakesQuery("profile", "The profile's id, `biz_…` or `ind_…`. An unknown one is not allowed.", ExampleValues.Id("biz"), required: true)
            .TakesQuery("country", "The country of the traffic, ISO 3166-1 alpha-2.", "GB", required: true)
            .TakesQuery("sender_type", "The kind of sender.", "alphanumeric", required: true)
            .TakesQuery("sender", "The sender itself; without it the answer is about the registration alone.", "ACME");

    private static async Task<IResult> HandleAsync(
        string? profile, string? country, string? sender_type, string? sender, CallerHolder callers, NpgsqlDataSource source, TimeProvider clock, HttpContext http)
    {
        if (Missing(("profile", profile), ("country", country), ("sender_type", sender_type)) is { } missing) return Refused.Because(missing);
        var caller = callers.Caller;
        if (ProfileOf(profile!) is not { } id) return Answer.Ok(Unknown);
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(caller.Tenant));
        var find = new NpgsqlBatchCommand(Find);
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = caller.Tenant.Value });
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = country! });
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sender_type! });
        batch.BatchCommands.Add(find);
        await using var rows = await batch.ExecuteReaderAsync(http.RequestAborted);
        await rows.NextResultAsync(http.RequestAborted);
        if (!await rows.ReadAsync(http.RequestAborted)) return Answer.Ok(Unknown);
        return Answer.Ok(Judge(
            new SenderRegistrationId(rows.GetGuid(0)), SnakeCase.Parse<RegistrationStatus>(rows.GetString(1)), rows.GetFieldValue<string[]>(2), sender,
            await rows.IsDBNullAsync(3) ? null : rows.GetFieldValue<DateTimeOffset>(3), await rows.IsDBNullAsync(4) ? null : rows.GetFieldValue<DateTimeOffset>(4),
            clock.GetUtcNow() + caller.ClockOffset));
    }

    /// <summary>Active allows, and action_required before its deadline. A sender that is named must be bound; without one the answer is about the registration.</summary>
    internal static SenderCheck Judge(
        SenderRegistrationId id, RegistrationStatus status, string[] senders, string? sender, DateTimeOffset? deadline, DateTimeOffset? validUntil, DateTimeOffset now)
    {
        var reasons = new List<string>();
        if (validUntil <= now) (status, reasons) = (RegistrationStatus.Expired, ["registration_expired"]);
        else if (status is RegistrationStatus.ActionRequired && deadline <= now) reasons.Add("deadline_passed");
        else if (status is not (RegistrationStatus.Active or RegistrationStatus.ActionRequired)) reasons.Add($"registration_{SnakeCase.Of(status)}");
        if (!string.IsNullOrEmpty(sender) && !senders.Contains(sender, StringComparer.Ordinal)) reasons.Add("sender_not_bound");
        return new SenderCheck(reasons.Count == 0, SnakeCase.Of(status), reasons, id, validUntil);
    }

    private static SenderCheck Unknown { get; } = new(false, "unknown", ["no_registration"], null, null);

    private static Guid? ProfileOf(string profile) =>
        PublicId.TryParse<BusinessProfileId>(profile, out var business) ? business.Value
        : PublicId.TryParse<IndividualProfileId>(profile, out var individual) ? individual.Value : null;

    private static Error? Missing(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        foreach (var (name, value) in parameters)
            if (string.IsNullOrEmpty(value))
                return Error.Invalid("required", string.Create(CultureInfo.InvariantCulture, $"{name} is required."), new FieldError($"?{name}", "required", "Required."));
        return null;
    }
}
