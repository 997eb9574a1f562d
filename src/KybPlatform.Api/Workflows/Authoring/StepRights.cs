using System.Collections.Frozen;
using KybPlatform.Api.Http;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>
/// What a workflow does to applicants is done by whoever brings it into force: their key may do it itself, or a second person has approved the version. Passing on
/// what one cannot read is not mended by a second person.
/// </summary>
internal static class StepRights
{
    private static readonly FrozenDictionary<string, string> Asked = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["decide"] = Scopes.InquiriesDecide,
        ["request_information"] = Scopes.InquiriesDecide,
        ["set_field"] = Scopes.ProfilesWrite,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null where the caller may bring it into force.</summary>
    public static Error? Check(Caller caller, WorkflowProgram program, bool approved)
    {
        if (program.PassesOn is [var passed, ..] && !caller.Scopes.Contains(Scopes.ProfilesRead)) return WorkflowErrors.ScopeNotHeld(passed);
        if (approved) return null;
        var beyond = program.Steps.Where(s => Asked.TryGetValue(s.Kind, out var scope) && !caller.Scopes.Contains(scope)).OrderBy(s => s.Pointer, StringComparer.Ordinal).FirstOrDefault();
        return beyond is null ? null : WorkflowErrors.ScopeNotHeld(beyond, Asked[beyond.Kind]);
    }
}
