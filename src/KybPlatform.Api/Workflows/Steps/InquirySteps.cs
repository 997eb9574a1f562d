using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Puts labels on the inquiry and takes them off.</summary>
internal sealed class TagStep(IInquiryTags tags) : IStepEffect
{
    public string Kind => "tag";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (call.Scene.Inquiry is not { } inquiry) return StepOutcome.Failed("no_inquiry", "There is no inquiry to label.");
        var tagged = await tags.ChangeAsync(call.InName(ct), inquiry, call.Texts("add"), call.Texts("remove"));
        if (tagged.IsRefused(out var refused)) return StepEffects.Refused(refused);
        call.Resource = inquiry.ToString();
        return StepOutcome.Done(("tags", new JsonArray([.. tagged.Value.Select(t => (JsonNode)t)])));
    }
}

/// <summary>
/// Decides an inquiry that is in review, in the workflow's name. The rules are those for persons: a case that somebody has claimed is not decided here, two
/// persons are two persons, and an approval overrides nothing.
/// </summary>
internal sealed class DecideStep(IInquiryReviews reviews) : IStepEffect
{
    public string Kind => "decide";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (call.Scene.Brief is not { } brief) return StepOutcome.Failed("no_inquiry", "There is no inquiry to decide.");
        var outcome = call.Text("outcome") == "approve" ? DecisionOutcome.Approve : DecisionOutcome.Decline;
        var verdict = new Verdict(outcome, call.Texts("reasons"), call.Text("note"), call.Bool("retryable"), new Dictionary<string, string>());
        if (await reviews.DecideAsync(call.InName(ct), brief.Id, verdict) is { } refused) return StepEffects.Refused(refused);
        call.Resource = brief.Id.ToString();
        return StepOutcome.Done(("outcome", call.Text("outcome")));
    }
}

/// <summary>Asks the applicant about requirements of an inquiry that is in review.</summary>
internal sealed class RequestInformationStep(IInquiryReviews reviews) : IStepEffect
{
    public string Kind => "request_information";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        if (call.Scene.Brief is not { } brief) return StepOutcome.Failed("no_inquiry", "There is no inquiry to ask about.");
        List<AskedRequirement> asked = [.. (call.Any("requirements") as JsonArray ?? []).OfType<JsonObject>().Select(r => new AskedRequirement((string?)r["requirement"], r["text"]?.ToString()))];
        DateTimeOffset? until = call.Whole("within_days") is { } days ? call.Work.Now.AddDays(days) : null;
        if (await reviews.AskAsync(call.InName(ct), brief.Id, asked, until, call.Text("note")) is { } refused) return StepEffects.Refused(refused);
        call.Resource = brief.Id.ToString();
        return StepOutcome.Done(("asked", true));
    }
}
