using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Identifiers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>A number, with its scheme (code or alias) or at least its country.</summary>
/// <param name="Kind">Limits the choice where no scheme is named.</param>
public sealed record IdentifierItem(string? Scheme, string? Country, string? Value, IdentifierKind? Kind);

/// <summary>Up to 1,000 numbers at once. Nothing is stored.</summary>
public sealed record ValidateRequest(IReadOnlyList<IdentifierItem>? Items);

/// <summary>What can be said about a number without asking a register.</summary>
/// <param name="ChecksumOk">Null where the scheme has no check digit that is known, or the format is wrong already.</param>
/// <param name="DidYouMean">A well-formed number close to the given one, for the applicant to confirm.</param>
public sealed record IdentifierFinding(
    string? Scheme, string Normalized, string Formatted, bool FormatOk, bool? ChecksumOk, IdentifierKind? Kind, string? Country, string? ReasonCode, string? DidYouMean);

/// <summary>In the order of the items.</summary>
public sealed record ValidateAnswer(IReadOnlyList<IdentifierFinding> Results);

internal sealed class IdentifierItemValidator : AbstractValidator<IdentifierItem>
{
    public IdentifierItemValidator()
    {
        RuleFor(i => i.Scheme).Must((item, scheme) => !string.IsNullOrWhiteSpace(scheme) || !string.IsNullOrWhiteSpace(item.Country))
            .WithErrorCode("required").WithMessage("Give scheme or country.");
        RuleFor(i => i.Scheme).MaximumLength(80);
        RuleFor(i => i.Country).MaximumLength(10);
        RuleFor(i => i.Value).NotNull().MaximumLength(1000);
    }
}

internal sealed class ValidateRequestValidator : AbstractValidator<ValidateRequest>
{
    public ValidateRequestValidator()
    {
        RuleFor(r => r.Items).NotNull().Must(i => i is null || i.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1,000 items.");
        RuleForEach(r => r.Items).SetValidator(new IdentifierItemValidator());
    }
}

/// <summary>Checks numbers by shape and check digit.</summary>
internal static class ValidateIdentifiers
{
    public static void Map(RouteGroupBuilder identifiers) =>
        identifiers.MapPost("/validate", Handle).Requires(Scopes.VerificationsRead).AsksOnly()
            .WithSummary("Check registration and tax numbers").Produces<ValidateAnswer>().ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""{ "items": [{ "scheme": "AU:ABN", "value": "51 824 753 556" }, { "country": "GB", "value": "00445790", "kind": "company" }] }""");

    private static Answer Handle(Body<ValidateRequest> body) => Answer.Ok(new ValidateAnswer([.. body.Value.Items!.Select(Validate)]));

    private static IdentifierFinding Validate(IdentifierItem item)
    {
        var result = IdentifierValidator.Validate(item.Scheme, item.Value, item.Country, item.Kind);
        return new IdentifierFinding(
            result.Scheme, result.Normalized, result.Formatted, result.FormatOk, result.ChecksumOk, result.Kind, result.Country, result.ReasonCode, result.DidYouMean);
    }
}
