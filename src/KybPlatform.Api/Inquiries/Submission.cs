using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Inquiries;

/// <summary>
/// Hands an inquiry to the platform. The promise (state, event, audit, job, key) is one commit; a caller that waits has the job
/// run right here, held from the start, and any worker takes it over should this process die.
/// </summary>
internal sealed class Submission(JobRunner runner, Signals signals, DecisionWaits waits, AwaitedInquiries awaited, ICaseDesk cases, IHttpContextAccessor accessor)
{
    public async Task<IResult> SubmitAsync(Work work, Inquiry inquiry, int status, string? location)
    {
        if (inquiry.Submit(work.Now) is { } refusal) return await work.RefuseAsync(refusal);
        if (inquiry.CaseId is { } waiting) await cases.AnsweredAsync(work.Db, waiting, work.Now, work.Canceled);
        work.Record("inquiry.submitted", inquiry.Id.ToString());
        return await DecideAsync(work, inquiry, status, location);
    }

    /// <summary>Has what is processing decided, and answers.</summary>
    public async Task<IResult> DecideAsync(Work work, Inquiry inquiry, int status, string? location)
    {
        if (Prefer.WaitOf(accessor.HttpContext!) is not { } wait || wait <= TimeSpan.Zero) return await LaterAsync(work, inquiry, status, location);

        var held = work.Db.EnqueueHeld(DecideInquiry.Kind, inquiry.Id.Value, work.Now);
        work.Idempotency.Await(work.Db, inquiry.Id.Value, status, location, work.Now);
        using var decision = waits.For(inquiry.Id.Value);
        await work.Db.CommitAsync(work.Canceled);
        signals.Events.Set();
        // The job goes on when the caller hangs up or its patience ends: it is promised.
        _ = runner.RunAsync(held, CancellationToken.None);
        var decided = await Task.WhenAny(decision.Decided, Task.Delay(wait, work.Canceled)) == decision.Decided;
        Prefer.Applied(accessor.HttpContext!, wait);
        if (decided && (await decision.Decided) is { } answer) return answer with { Status = status, Location = location };
        return await awaited.AnswerNowAsync(work, inquiry.Id, status, location);
    }

    private async Task<IResult> LaterAsync(Work work, Inquiry inquiry, int status, string? location)
    {
        work.Db.Enqueue(DecideInquiry.Kind, inquiry.Id.Value, work.Now, priority: JobPriority.Urgent);
        var answer = await work.AnswerAsync(status, InquiryResource.From(inquiry, null), Keeping.Plainly, location, inquiry);
        signals.Jobs.Set();
        signals.Events.Set();
        return answer;
    }
}
