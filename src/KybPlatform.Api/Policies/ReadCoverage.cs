using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies;

/// <summary>One cell of the matrix. Without a policy nothing is allowed there.</summary>
/// <param name="Policy">The key of the policy that answers; null where none does.</param>
/// <param name="Layer"><c>pack</c> or <c>tenant</c>.</param>
/// <param name="Conditional">A more specific policy answers for some purposes, origins or use cases.</param>
/// <param name="NoProvider">Checks that it asks for and nobody here can answer.</param>
public sealed record CoverageCell(
    string Country, string SenderType, string Applicant, string? Policy, int? Version, string? Layer, string? Certainty, bool Attested, bool NotOffered, bool Conditional,
    IReadOnlyList<string> NoProvider);

/// <summary>All cells, by country, sender type and applicant.</summary>
public sealed record Coverage(DateTimeOffset AsOf, string PackVersion, IReadOnlyList<CoverageCell> Cells);

/// <summary>The whole matrix: which policy answers where, whose it is, and how well it is known.</summary>
internal static class ReadCoverage
{
    private static readonly string[] Applicants = ["business", "individual"];

    public static void Map(RouteGroupBuilder policies) =>
        policies.MapGet("/coverage", HandleAsync).Requires(Scopes.PoliciesRead)
            .WithSummary("Which policy answers for each country, sender type and applicant").Produces<Coverage>().ProducesRefusals(422)
            .TakesQuery("as_of", "The instant that is asked about; left out, now.", "2026-11-20T09:30:00Z")
            .ExampleAnswer("""{ "as_of": "2026-11-20T09:30:00Z", "pack_version": "2026.11", "cells": [{ "country": "GB", "sender_type": "alphanumeric", "applicant": "business", "policy": "gb.alphanumeric", "version": 2, "layer": "pack", "certainty": "documented", "attested": false, "not_offered": false, "conditional": false, "no_provider": ["identifier.register_active"] }] }""");

    private static async Task<IResult> HandleAsync(string? as_of, Work work, IPolicyBook book, IVerificationDesk verifications)
    {
        if (AsOf.Read(as_of, work.Now) is not { } at) return Refused.Because(AsOf.Invalid);
        var inForce = await book.InForceAsync(work.Tenant, at, work.Canceled);
        var missing = inForce.Catalog.All.ToDictionary(p => p.Key, p => ProviderNeeds.MissingChecks(p, verifications.Available), StringComparer.Ordinal);
        var conditional = inForce.Catalog.All.Where(p => (p.Scope.Purpose ?? p.Scope.Origin ?? p.Scope.UseCase) is not null).ToList();
        var cells = new List<CoverageCell>(book.Countries.Count * book.SenderTypes.Count * Applicants.Length);
        foreach (var country in book.Countries)
            foreach (var type in book.SenderTypes)
                foreach (var applicant in Applicants)
                    cells.Add(Cell(inForce, new PolicyQuery(country, type, applicant), missing, conditional));
        return Answer.Ok(new Coverage(at, inForce.Pack.Version, cells));
    }

    private static CoverageCell Cell(PoliciesInForce inForce, PolicyQuery cell, Dictionary<string, IReadOnlyList<string>> missing, List<ResolvedPolicy> conditional)
    {
        var policy = inForce.Resolve(cell);
        return new CoverageCell(
            cell.Country, cell.SenderType, cell.Applicant, policy?.Key, policy?.Version, policy is null ? null : inForce.IsOwn(policy) ? "tenant" : "pack",
            policy is null ? null : SnakeCase.Write(policy.Certainty), policy is not null && inForce.IsAttested(policy), policy?.NotOffered ?? false,
            conditional.Exists(p => Covers(p.Scope, cell)), policy is null ? [] : missing[policy.Key]);
    }

    private static bool Covers(PolicyScope scope, PolicyQuery cell) =>
        (scope.Country is null || scope.Country == cell.Country) && (scope.Region is null || CountryGroups.Shipped.Contains(scope.Region, cell.Country) == true)
        && (scope.SenderType is null || scope.SenderType == cell.SenderType) && (scope.Applicant is null || scope.Applicant == cell.Applicant);
}
