using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Sends an e-mail or a text message through the provider that the operator configured. It may be sent twice where a process dies in between.</summary>
internal sealed class SendMessageStep(IEnumerable<IMessageSender> senders) : IStepEffect
{
    public string Kind => "send_message";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        var channel = call.Text("channel")!;
        if (senders.FirstOrDefault(s => s.Channel == channel) is not { } sender) return StepOutcome.Failed("no_provider", $"The operator has configured nobody who sends {channel}.");
        if (call.Text("to") is not { } to || to.Length > 320 || to.Any(char.IsControl)) return StepOutcome.Failed("no_recipient", "There is nobody to send it to.");
        var receipt = await sender.SendAsync(call.Work.Tenant, new OutgoingMessage(call.Id, call.Work.Live, to, call.Text("subject"), call.Text("text") ?? ""), ct);
        if (receipt.Fault is { } fault) return receipt.MayRetry ? StepOutcome.Unlucky(fault, receipt.Detail!) : StepOutcome.Failed(fault, receipt.Detail!);
        return StepOutcome.Done(("message_id", receipt.Reference));
    }
}
