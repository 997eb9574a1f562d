using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies.Exchange;

/// <summary>A frozen version with the platform's word that the organization's test tenant has it under this hash.</summary>
/// <param name="From">The tenant that it comes from.</param>
/// <param name="Seal">Over all the rest, under a key of the organization: only this platform can make it.</param>
public sealed record PromotionTicket(string? Key, int? Version, string? ContentHash, string? Source, string? Format, string? From, string? Seal);

internal sealed class PromotionTicketValidator : AbstractValidator<PromotionTicket>
{
    public PromotionTicketValidator()
    {
        RuleFor(t => t.Key).NotEmpty().MaximumLength(120);
        RuleFor(t => t.Version).NotNull();
        RuleFor(t => t.ContentHash).NotEmpty().MaximumLength(80);
        RuleFor(t => t.Source).NotEmpty();
        RuleFor(t => t.Format).Must(f => f is null or "yaml" or "json").WithErrorCode("unknown_value").WithMessage("Not one of yaml, json.");
        RuleFor(t => t.Format).NotEmpty();
        RuleFor(t => t.From).NotEmpty().MaximumLength(40);
        RuleFor(t => t.Seal).NotEmpty().MaximumLength(100);
    }
}

/// <summary>
/// Takes a version from test to live without anybody's hands on it: the test tenant gives a sealed ticket, the live tenant checks the seal,
/// resolves the document on its own ground, and takes it only where the content has the same hash. Approval is still to come.
/// </summary>
internal static class PromotePolicy
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapPost("/{key}/versions/{version}/promotion", TicketAsync).Requires(Scopes.PoliciesRead).AsksOnly()
            .WithSummary("Have a frozen version sealed for its promotion to the live tenant").Produces<PromotionTicket>().ProducesRefusals(404)
            .Refuses(409, "not_frozen", "It can still change: request its approval here first.");
        policies.MapPost("/promote", PromoteAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Take a version that the organization's other tenant sealed, if it has the same content here").Produces<PolicyVersionResource>(201).ProducesRefusals(400, 413, 415)
            .Refuses(409, "content_differs", "On what is in force here the document says something else.").Refuses(422, "seal_broken", "The ticket is not what this platform sealed for this organization.")
            .Refuses(422, "check_failed", "The version does not pass its check here.");
    }

    private static async Task<IResult> TicketAsync(string key, string version, Work work, ITenantFamily family, MasterKey master)
    {
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row || PackAdoption.IsOf(row)) return Refused.Because(PolicyErrors.NoVersion);
        if (row.State is not PolicyVersionState.Frozen) return Refused.Because(PolicyErrors.NotFrozen(key, row.Number));
        var ticket = new PromotionTicket(key, row.Number, row.ContentHash, row.Source, row.Format, work.Tenant.ToString(), null);
        return Answer.Ok(ticket with { Seal = SealOf(ticket, await family.OrganizationOfAsync(work.Tenant, work.Canceled), master) });
    }

    private static async Task<IResult> PromoteAsync(Body<PromotionTicket> body, Work work, IPolicyBook book, Examiner examiner, ITenantFamily family, MasterKey master)
    {
        var ticket = body.Value;
        var organization = await family.OrganizationOfAsync(work.Tenant, work.Canceled);
        var expected = Encoding.ASCII.GetBytes(SealOf(ticket, organization, master));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(ticket.Seal!))) return await work.RefuseAsync(PolicyErrors.SealBroken);
        var read = DraftText.Read(ticket.Source!, ticket.Format!, ticket.Key, "/source", inside: "");
        if (read.IsRefused(out var fault)) return Refused.Because(fault);

        var number = await NumberAsync(work, book, ticket);
        var row = WritePolicy.Row(work, read.Value.Document, read.Value.Text, number, PolicyVersionOrigin.Promoted, $"Promoted from version {ticket.Version} of {ticket.From}");
        var examined = await examiner.ExamineAsync(work.Db, row, work.Now, work.Canceled);
        if (!examined.IsSound) return await work.RefuseAsync(PolicyErrors.CheckFailed(examined.Issues));
        if (examined.Resolution.ContentHash != ticket.ContentHash) return await work.RefuseAsync(PolicyErrors.ContentDiffers(ticket.Key!, ticket.ContentHash!, examined.Resolution.ContentHash!));
        row.Freeze(examined.Resolution.Hash!, examined.Resolution.ContentHash!, examined.Pack.Version, work.Now);
        if (examined.Resolution.Policy is { } policy) work.Db.Extra.Add(InForce.PolicyBook.Keeping(work.Tenant, policy, work.Now));
        work.Record("policy.promoted", WritePolicy.Named(row), details: new { from = ticket.From, version = ticket.Version, content_hash = ticket.ContentHash });
        return await work.AnswerAsync(201, PolicyVersionResource.From(row, content: true), Keeping.Plainly, $"/v1/policies/{row.Key}/versions/{row.Number}", row);
    }

    // The number it had, where it is free: then even the hash with the number is the same.
    private static async Task<int> NumberAsync(Work work, IPolicyBook book, PromotionTicket ticket)
    {
        var next = await VersionNumbers.NextAsync(work.Db, (await book.InForceAsync(work.Tenant, work.Now, work.Canceled)).Pack, ticket.Key!, work.Canceled);
        return Math.Max(next, ticket.Version!.Value);
    }

    private static string SealOf(PromotionTicket ticket, OrganizationId organization, MasterKey master)
    {
        var sealedPart = string.Join('\0', ticket.Key, ticket.Version, ticket.ContentHash, ticket.Format, ticket.From, ticket.Source);
        return "hmac-sha256:" + Convert.ToHexStringLower(HMACSHA256.HashData(master.Derive("policies.promotion", organization.Value), Encoding.UTF8.GetBytes(sealedPart)));
    }
}
