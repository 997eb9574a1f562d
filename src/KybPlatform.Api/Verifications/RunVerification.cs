using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Verifications;

/// <summary>One verification, to be run now. Exactly one of the three ids comes with it.</summary>
/// <param name="Type">See <c>GET /v1/verification-types</c>.</param>
/// <param name="Subject"><c>business</c>, <c>individual</c>, <c>people/&lt;id&gt;</c>, <c>identifiers/&lt;scheme&gt;</c>; of an inquiry also <c>documents/&lt;requirement&gt;</c>.</param>
/// <param name="Checks">The named checks to run; all that there are if left out.</param>
/// <param name="Lists">The lists to search, where the type screens; all that are loaded if left out.</param>
/// <param name="Country">The sender's country, where there is no inquiry to tell it.</param>
public sealed record NewVerification(
    string? Type, string? Subject, string? BusinessProfileId, string? IndividualProfileId, string? InquiryId, IReadOnlyList<string>? Checks, IReadOnlyList<string>? Lists,
    string? Country);

internal sealed class NewVerificationValidator : AbstractValidator<NewVerification>
{
    public NewVerificationValidator()
    {
        RuleFor(v => v.Type).NotEmpty().MaximumLength(64);
        RuleFor(v => v.Subject).NotEmpty().MaximumLength(200);
        RuleFor(v => v.Checks).Must(c => c is null || c.Count <= 20).WithMessage("At most 20 checks.");
        RuleFor(v => v.Lists).Must(c => c is null || c.Count <= 20).WithMessage("At most 20 lists.");
        RuleFor(v => v.Country).Must(c => c is null || (c.Length == 2 && c.All(char.IsAsciiLetterUpper))).WithErrorCode("invalid_country").WithMessage("Must be an ISO 3166-1 alpha-2 code in capitals.");
    }
}

/// <summary>Runs a verification by itself, outside any decision.</summary>
internal static class RunVerification
{
    public static void Map(RouteGroupBuilder verifications) =>
        verifications.MapPost("", HandleAsync).Requires(Scopes.VerificationsWrite).Idempotent()
            .WithSummary("Run a verification now").Produces<VerificationResource>(201).ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""{ "type": "identifier", "subject": "identifiers/GB:CRN", "business_profile_id": "biz_01k0000000000000000000000a", "checks": ["format"] }""");

    private static async Task<IResult> HandleAsync(Body<NewVerification> body, Work work, VerificationDesk desk, VerificationFacts facts)
    {
        var given = body.Value;
        if (Refusal(given, desk, work.Caller.Live) is { } refusal) return refusal.OfShape ? Refused.Because(refusal) : await work.RefuseAsync(refusal);
        var found = await FactsAsync(given, work, facts);
        if (found.IsRefused(out var unknown)) return await work.RefuseAsync(unknown);
        if (FactReader.About(found.Value.Facts, given.Subject!).ValueKind == System.Text.Json.JsonValueKind.Undefined) return await work.RefuseAsync(VerificationErrors.UnknownSubject);
        return await RunAsync(work, desk, found.Value, new VerificationOrder(given.Type!, given.Subject!, given.Checks ?? [], given.Lists ?? [], null));
    }

    internal static async Task<IResult> RunAsync(Work work, VerificationDesk desk, GatheredFacts facts, VerificationOrder order)
    {
        var (made, _) = await desk.RunOneAsync(VerificationFacts.WorkOf(work), facts.Profile, facts.Inquiry?.Value, facts.Facts, facts.Subjects, order, work.Canceled);
        work.Record($"verification.{SnakeCase.Of(made.Status)}", made.Id.ToString(), facts.Inquiry?.ToString() ?? ProfileName(made), new { made.Type, made.Subject });
        return await work.AnswerAsync(201, VerificationResource.From(made, work.Now), Keeping.Plainly, $"/v1/verifications/{made.Id}", made);
    }

    internal static string ProfileName(Verification made) =>
        made.OfBusiness ? new BusinessProfileId(made.ProfileId).ToString() : new IndividualProfileId(made.ProfileId).ToString();

    internal static Error? Refusal(NewVerification given, VerificationDesk desk, bool live)
    {
        if (new[] { given.BusinessProfileId, given.IndividualProfileId, given.InquiryId }.Count(i => i is not null) != 1) return VerificationErrors.OneProfile;
        if (desk.Find(given.Type!, live) is not { } provider) return VerificationErrors.Unknown("/type", "unknown_type", given.Type!, desk.Providers.Select(p => p.Type));
        if (!provider.Subjects.Any(s => IsOf(given.Subject!, s))) return VerificationErrors.SubjectNotOffered(provider.Type, provider.Subjects);
        for (var i = 0; i < (given.Checks?.Count ?? 0); i++)
            if (!provider.Checks.Contains(given.Checks![i]))
                return VerificationErrors.Unknown(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/checks/{i}"), "unknown_check", given.Checks[i], provider.Checks);
        return null;
    }

    // "people/<id>" stands for every "people/…".
    private static bool IsOf(string subject, string offered) =>
        offered.IndexOf('<', StringComparison.Ordinal) is > 0 and var at ? subject.Length > at && subject.StartsWith(offered[..at], StringComparison.Ordinal) : subject == offered;

    private static async Task<Result<GatheredFacts>> FactsAsync(NewVerification given, Work work, VerificationFacts facts)
    {
        if (given.InquiryId is { } inquiry)
            return PublicId.TryParse<InquiryId>(inquiry, out var id) && await facts.OfInquiryAsync(work, id) is { } ofInquiry ? ofInquiry : VerificationErrors.UnknownInquiry;
        if (given.BusinessProfileId is { } business)
            return PublicId.TryParse<BusinessProfileId>(business, out var id) && await facts.OfBusinessAsync(work, id.Value, given.Country) is { } ofBusiness
                ? ofBusiness : VerificationErrors.UnknownProfile("/business_profile_id");
        return PublicId.TryParse<IndividualProfileId>(given.IndividualProfileId, out var person) && await facts.OfIndividualAsync(work, person.Value, given.Country) is { } ofPerson
            ? ofPerson : VerificationErrors.UnknownProfile("/individual_profile_id");
    }
}
