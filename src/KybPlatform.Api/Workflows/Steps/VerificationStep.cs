using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Runs one verification of the applicant. A provider that cannot answer is tried again; then the step says inconclusive, which is never a failure of the applicant's.</summary>
internal sealed class VerificationStep(IVerificationOrders orders) : IStepEffect
{
    public string Kind => "run_verification";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (call.Scene.Inquiry is not { } inquiry) return StepOutcome.Failed("no_inquiry", "There is no inquiry whose applicant could be verified.");
        var ran = await orders.RunAsync(call.InName(ct), inquiry, call.Text("type")!, call.Text("subject"), call.Texts("checks"), call.Texts("lists"));
        if (ran.IsRefused(out var refused)) return StepEffects.Refused(refused);
        if (ran.Value.RetryLater && call.Attempt < call.Step.Habits.Attempts) return StepOutcome.Unlucky("provider_unavailable", "The provider could not answer.");
        call.Resource = ran.Value.Id;
        return StepOutcome.Done(("status", SnakeCase.Of(ran.Value.Status)), ("reason_code", ran.Value.ReasonCode), ("passed", ran.Value.Status is VerificationStatus.Passed));
    }
}
