using System.Text.Json.Nodes;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Opens a case about what the run is about. An inquiry has one open case at most: where it has, that one is told.</summary>
internal sealed class CreateCaseStep(ICaseDesk cases) : IStepEffect
{
    public string Kind => "create_case";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        var (db, brief) = (call.Work.Db, call.Scene.Brief);
        if (brief is not null && await cases.OpenOfAsync(db, brief.Id, ct) is { } open)
        {
            call.Resource = open.ToString();
            return StepOutcome.Done(("case_id", open.ToString()), ("existed", true));
        }
        if (!Ids.Read<CaseQueueId>(call.Text("queue"), out var queue)) return StepOutcome.Failed("unknown_queue", "There is no such queue.");
        if (!Ids.Read<CaseTemplateId>(call.Text("template"), out var template)) return StepOutcome.Failed("unknown_template", "There is no such template.");
        var work = new NewWork(
            call.Text("title") ?? call.Program.Document.Title, brief?.Id, brief?.Profile, brief?.Applicant, brief?.Country, brief?.SenderType, queue, template, call.Whole("priority") ?? 0, call.Text("assignee"));
        var opened = await cases.OpenAsync(db, call.Actor, work, call.Work.Now, ct);
        if (opened.IsRefused(out var refused)) return StepEffects.Refused(refused);
        call.Resource = opened.Value.ToString();
        return StepOutcome.Done(("case_id", opened.Value.ToString()), ("existed", false));
    }
}

/// <summary>Gives a case to a user, or to nobody: the one that is named, or the open one of what the run is about.</summary>
internal sealed class AssignCaseStep(ICaseDesk cases) : IStepEffect
{
    public string Kind => "assign_case";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        var named = call.Text("case") ?? (call.Program.Document.About is WorkflowAbout.Case ? call.Run.About : null);
        CaseId? id = named is null ? call.Scene.Inquiry is { } inquiry ? await cases.OpenOfAsync(call.Work.Db, inquiry, ct) : null
            : PublicId.TryParse<CaseId>(named, out var parsed) ? parsed : null;
        if (id is not { } found) return StepOutcome.Failed("not_found", "There is no such case.");
        call.Resource = found.ToString();
        return await cases.AssignAsync(call.Work.Db, call.Actor, found, call.Text("assignee"), call.Work.Now, ct) is { } refused
            ? StepEffects.Refused(refused)
            : StepOutcome.Done(("case_id", (JsonNode?)found.ToString()));
    }
}

/// <summary>Ids that may be left out.</summary>
internal static class Ids
{
    /// <returns>False where a text is given that is no such id.</returns>
    public static bool Read<T>(string? text, out T? id) where T : struct, IPublicId<T>
    {
        id = null;
        if (text is null) return true;
        if (!PublicId.TryParse<T>(text, out var parsed)) return false;
        id = parsed;
        return true;
    }
}
