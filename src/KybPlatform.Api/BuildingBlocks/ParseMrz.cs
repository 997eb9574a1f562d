using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Identifiers.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>The machine-readable zone of a travel or identity document, line by line.</summary>
public sealed record MrzItem(IReadOnlyList<string>? Lines);

/// <summary>Up to 1,000 zones at once. Nothing is stored.</summary>
public sealed record MrzRequest(IReadOnlyList<MrzItem>? Items);

/// <summary>In the order of the items.</summary>
public sealed record MrzAnswer(IReadOnlyList<MrzResult> Results);

internal sealed class MrzItemValidator : AbstractValidator<MrzItem>
{
    public MrzItemValidator() => RuleFor(i => i.Lines).NotNull().Must(l => l is null || l.Count <= 10).WithErrorCode("too_long").WithMessage("At most 10 lines.");
}

internal sealed class MrzRequestValidator : AbstractValidator<MrzRequest>
{
    public MrzRequestValidator()
    {
        RuleFor(r => r.Items).NotNull().Must(i => i is null || i.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1,000 items.");
        RuleForEach(r => r.Items).SetValidator(new MrzItemValidator());
    }
}

/// <summary>Reads machine-readable zones (ICAO Doc 9303).</summary>
internal static class ParseMrz
{
    public static void Map(RouteGroupBuilder identifiers) =>
        identifiers.MapPost("/parse-mrz", Handle).Requires(Scopes.VerificationsRead).AsksOnly()
            .WithSummary("Read machine-readable zones of documents").Produces<MrzAnswer>().ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""{ "items": [{ "lines": ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"] }] }""");

    private static Answer Handle(Body<MrzRequest> body, Work work)
    {
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        return Answer.Ok(new MrzAnswer([.. body.Value.Items!.Select(i => MrzParser.Parse(i.Lines, today))]));
    }
}
