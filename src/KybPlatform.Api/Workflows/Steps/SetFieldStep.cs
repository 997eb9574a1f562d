using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Sets one field of the applicant's profile; its provenance and history name the workflow.</summary>
internal sealed class SetFieldStep(IProfileFields fields) : IStepEffect
{
    public string Kind => "set_field";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (call.Scene.Brief is not { } brief) return StepOutcome.Failed("no_inquiry", "There is no inquiry whose applicant has the field.");
        var path = call.Text("path")!.Split('.');
        if (path[0] != brief.Applicant) return StepOutcome.Failed("field_of_another_kind", $"The applicant is no {path[0]}.");
        var profile = new ProfileReference(brief.Profile, brief.Applicant == "business");
        var set = await fields.SetAsync(call.InName(ct), profile, path[1..], call.Any("value"));
        if (set.IsRefused(out var refused)) return StepEffects.Refused(refused);
        call.Resource = profile.PublicId;
        return StepOutcome.Done(("changed", set.Value));
    }
}
