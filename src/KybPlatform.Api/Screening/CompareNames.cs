using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Screening;

/// <summary>Two names of one kind of party.</summary>
/// <param name="Schema"><c>person</c>, <c>company</c>, <c>organization</c>, <c>vessel</c> or <c>aircraft</c>.</param>
public sealed record NamePair(string? Schema, string? Name1, string? Name2);

/// <summary>Up to 1,000 pairs at once. Nothing is stored.</summary>
public sealed record CompareRequest(IReadOnlyList<NamePair>? Items);

/// <summary>How alike two names are, from 0 to 1, whether a screening would take them for one party, and why.</summary>
public sealed record CompareResult(double Score, bool Match, IReadOnlyList<ScorePiece> Pieces);

/// <summary>In the order of the items.</summary>
public sealed record CompareAnswer(IReadOnlyList<CompareResult> Results);

internal sealed class NamePairValidator : AbstractValidator<NamePair>
{
    public NamePairValidator()
    {
        RuleFor(p => p.Schema).NotEmpty().Must(s => s is null || EntitySchemas.Parse(s) is not null).WithErrorCode("unknown_value")
            .WithMessage("Not one of person, company, organization, vessel, aircraft.");
        RuleFor(p => p.Name1).NotNull().MaximumLength(500);
        RuleFor(p => p.Name2).NotNull().MaximumLength(500);
    }
}

internal sealed class CompareRequestValidator : AbstractValidator<CompareRequest>
{
    public CompareRequestValidator()
    {
        RuleFor(r => r.Items).NotNull().Must(i => i is null || i.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1,000 items.");
        RuleForEach(r => r.Items).SetValidator(new NamePairValidator());
    }
}

/// <summary>Compares names as screening compares them.</summary>
internal static class CompareNames
{
    public static void Map(RouteGroupBuilder screening) =>
        screening.MapPost("/compare", Handle).Requires(Scopes.ScreeningRead).AsksOnly()
            .WithSummary("Compare pairs of names").Produces<CompareAnswer>().ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""{ "items": [{ "schema": "company", "name1": "Acme Messaging Ltd", "name2": "ACME Messaging Limited" }] }""");

    private static Answer Handle(Body<CompareRequest> body) => Answer.Ok(new CompareAnswer([.. body.Value.Items!.Select(Compare)]));

    private static CompareResult Compare(NamePair pair)
    {
        var result = NameScorer.Compare(EntitySchemas.Parse(pair.Schema)!.Value, pair.Name1!, pair.Name2!);
        return new CompareResult(result.Score, result.Match, result.Pieces);
    }
}
