using KybPlatform.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Verifications;

/// <summary>A type of verification that this installation can run.</summary>
/// <param name="Subjects">What it can be asked about.</param>
/// <param name="Facts">The facts of the subject that it reads.</param>
/// <param name="Checks">The named checks inside.</param>
/// <param name="EveryCheck">False where the type has checks that nobody here can answer.</param>
public sealed record VerificationTypeResource(
    string Type, string Provider, string Description, IReadOnlyList<string> Subjects, IReadOnlyList<string> Facts, IReadOnlyList<string> Checks, bool EveryCheck);

/// <summary>Tells what can be verified here.</summary>
internal static class ListVerificationTypes
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/verification-types", Handle).WithTags("Verifications").Requires(Scopes.VerificationsRead)
            .WithSummary("The types of verification that can be run").Produces<Page<VerificationTypeResource>>();

    private static Answer Handle(VerificationDesk desk) => Answer.Ok(new Page<VerificationTypeResource>(
        [.. desk.Providers.Select(p => new VerificationTypeResource(p.Type, p.Name, p.Description, p.Subjects, p.Facts, p.Checks, p.AnswersEveryCheck))], false, null));
}
