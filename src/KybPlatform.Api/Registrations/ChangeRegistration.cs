using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Registrations;

/// <summary>Senders to bind and to unbind; binding and unbinding the same one leaves it bound.</summary>
public sealed record SenderBinding(IReadOnlyList<string>? Bind, IReadOnlyList<string>? Unbind);

/// <summary>Why traffic is stopped by hand: a code of the caller's own, such as <c>fraud_report</c>.</summary>
public sealed record Suspension(string? Reason);

/// <summary>What the carrier or registry said.</summary>
/// <param name="Status">In the carrier's words, as a short code.</param>
public sealed record DownstreamReport(string? Status, string? Detail);

/// <summary>The route is the message.</summary>
public sealed record Reinstatement;

internal sealed class SenderBindingValidator : AbstractValidator<SenderBinding>
{
    public SenderBindingValidator()
    {
        RuleFor(b => b.Bind).Must(b => b is null || b.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1000 at a time.");
        RuleFor(b => b.Unbind).Must(b => b is null || b.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1000 at a time.");
        RuleForEach(b => b.Bind).NotEmpty().MaximumLength(64);
        RuleForEach(b => b.Unbind).NotEmpty().MaximumLength(64);
    }
}

internal sealed class SuspensionValidator : AbstractValidator<Suspension>
{
    // A code and no sentence: what is written here is kept readable.
    public SuspensionValidator() => RuleFor(s => s.Reason).NotEmpty().Matches("^[a-z0-9_]{1,64}$").WithErrorCode("invalid_code").WithMessage("Lower-case letters, digits and underscores, 64 at most.");
}

internal sealed class DownstreamReportValidator : AbstractValidator<DownstreamReport>
{
    public DownstreamReportValidator()
    {
        RuleFor(r => r.Status).NotEmpty().MaximumLength(64);
        RuleFor(r => r.Detail).MaximumLength(500);
    }
}

/// <summary>What is done to a registration by hand or by what a carrier said.</summary>
internal static class ChangeRegistration
{
    public static void Map(RouteGroupBuilder registrations)
    {
        registrations.MapPost("/{id}/senders", BindAsync).Requires(Scopes.RegistrationsWrite).Idempotent().Versioned()
            .WithSummary("Bind and unbind senders").Produces<RegistrationResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(409, "too_many_senders", "A registration holds 10000 senders at most.").ExampleRequest("""{ "bind": ["ACME"], "unbind": [] }""");
        registrations.MapPost("/{id}/suspend", SuspendAsync).Requires(Scopes.RegistrationsWrite).Idempotent().Versioned()
            .WithSummary("Stop a registration's traffic by hand").Produces<RegistrationResource>().ProducesRefusals(400, 404, 409, 422).ExampleRequest("""{ "reason": "fraud_report" }""");
        registrations.MapPost("/{id}/reinstate", ReinstateAsync).Requires(Scopes.RegistrationsWrite).Idempotent().Versioned()
            .WithSummary("End a suspension").Produces<RegistrationResource>().ProducesRefusals(400, 404, 409, 422);
        registrations.MapPost("/{id}/downstream", ReportAsync).Requires(Scopes.RegistrationsWrite).Idempotent().Versioned()
            .WithSummary("Keep what the carrier or registry said").Produces<RegistrationResource>().ProducesRefusals(400, 404, 409, 422)
            .ExampleRequest("""{ "status": "verified", "detail": "Listed by the registry." }""");
    }

    private const int MostSenders = 10_000;

    private static async Task<IResult> BindAsync(string id, Body<SenderBinding> body, Work work, HttpContext http, IProfileDesk profiles)
    {
        if (await FoundRegistrations.FindAsync(work, id) is not { } row) return Refused.Because(FoundRegistrations.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        row.Bind(body.Value.Bind ?? [], body.Value.Unbind ?? [], work.Now);
        if (row.Senders.Length > MostSenders) return await work.RefuseAsync(Error.Conflict("too_many_senders", "A registration holds 10000 senders at most."));
        work.Record("sender_registration.senders_changed", row.Id.ToString(), details: new { senders = row.Senders.Length });
        return await AnswerAsync(work, row, profiles);
    }

    private static async Task<IResult> SuspendAsync(string id, Body<Suspension> body, Work work, HttpContext http, IProfileDesk profiles)
    {
        if (await FoundRegistrations.FindAsync(work, id) is not { } row) return Refused.Because(FoundRegistrations.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.Suspend(body.Value.Reason!, work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        work.Record("sender_registration.suspended", row.Id.ToString(), details: new { reason = body.Value.Reason });
        return await AnswerAsync(work, row, profiles);
    }

    private static async Task<IResult> ReinstateAsync(string id, [OptionalBody] Body<Reinstatement> body, Work work, HttpContext http, IProfileDesk profiles)
    {
        if (await FoundRegistrations.FindAsync(work, id) is not { } row) return Refused.Because(FoundRegistrations.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.Reinstate(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        work.Record("sender_registration.reinstated", row.Id.ToString(), details: new { status = row.Status });
        return await AnswerAsync(work, row, profiles);
    }

    private static async Task<IResult> ReportAsync(string id, Body<DownstreamReport> body, Work work, HttpContext http, IProfileDesk profiles)
    {
        if (await FoundRegistrations.FindAsync(work, id) is not { } row) return Refused.Because(FoundRegistrations.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        row.HeardFromDownstream(body.Value.Status!, body.Value.Detail, work.Now);
        work.Record("sender_registration.downstream_reported", row.Id.ToString(), details: new { status = body.Value.Status });
        return await AnswerAsync(work, row, profiles);
    }

    private static async Task<IResult> AnswerAsync(Work work, SenderRegistration row, IProfileDesk profiles) =>
        await work.AnswerAsync(200, await FoundRegistrations.ViewAsync(work, row, profiles), Keeping.Plainly, etag: row);
}
