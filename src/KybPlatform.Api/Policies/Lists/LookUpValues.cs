using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>Values to look for; up to 100.</summary>
public sealed record ListLookup(IReadOnlyList<string?>? Values);

/// <summary>Whether the list has each of the values, in their order, and in which snapshot that was looked up.</summary>
public sealed record ListLookupAnswer(int Snapshot, string Hash, IReadOnlyList<bool> Contained);

internal sealed class ListLookupValidator : AbstractValidator<ListLookup>
{
    public ListLookupValidator()
    {
        RuleFor(l => l.Values).NotNull().Must(v => v is null || v.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100 values.");
        RuleForEach(l => l.Values).NotNull().MaximumLength(ListEntries.MaxLength);
    }
}

/// <summary>Asks a list as a policy would.</summary>
internal static class LookUpValues
{
    public static void Map(RouteGroupBuilder lists) =>
        lists.MapPost("/{key}/lookups", HandleAsync).Requires(Scopes.PoliciesRead).AsksOnly().WithSummary("Ask whether a list has values")
            .Produces<ListLookupAnswer>().ProducesRefusals(404).ExampleRequest("""{ "values": ["https://www.example.com"] }""");

    private static async Task<IResult> HandleAsync(string key, Body<ListLookup> body, Work work, TenantLists lists)
    {
        if (await ManagePolicyLists.FindAsync(work.Db, key, work.Canceled) is not { } list) return Refused.Because(ManagePolicyLists.NotFound);
        var contained = await lists.HasAsync(work.Db, list, [.. body.Value.Values!.OfType<string>()], work.Canceled);
        return Answer.Ok(new ListLookupAnswer(list.Snapshot, list.Hash, contained));
    }
}
