using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Policies.Workflows;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>One move of one run: what it is made with.</summary>
internal sealed class Turn(TenantWork work, WorkflowRun run, WorkflowProgram program, RunState state, RunScene scene)
{
    public TenantWork Work => work;
    public WorkflowRun Run => run;
    public WorkflowProgram Program => program;
    public RunState State => state;
    public RunScene Scene => scene;

    /// <summary>The waits that the run had when it was read.</summary>
    public List<WorkflowWait> Waits { get; set; } = [];

    /// <summary>When what the run is about began: what a wait is for may have happened since then, whatever steps came before it.</summary>
    public DateTimeOffset Since { get; } =
        (string?)state.Event?["occurred_at"] is { } began ? DateTimeOffset.Parse(began, System.Globalization.CultureInfo.InvariantCulture) : run.StartedAt;

    public Interpreter Interpreter { get; } = new(program, state, scene.At(state.Event, work.Now), work.Now);
}

/// <summary>Keeps what a run waits for where whoever follows the log finds it, and tells the run what was heard.</summary>
internal static class RunWaits
{
    private const int MostSearched = 1000;
    private const string Begin = """
        INSERT INTO workflow_waits (tenant_id, run_id, token, about, events, since, looked, heard) VALUES ($1, $2, $3, $4, $5, $6, false, '{}')
        ON CONFLICT (tenant_id, run_id, token) DO UPDATE SET about = excluded.about, events = excluded.events, since = excluded.since, looked = false, heard = '{}'
        """;

    // What was heard meanwhile stays for the next move.
    private const string Weighed = "UPDATE workflow_waits SET looked = true, heard = ARRAY(SELECT unnest(heard) EXCEPT SELECT unnest($4::bigint[])) WHERE tenant_id = $1 AND run_id = $2 AND token = $3";

    private const string End = "DELETE FROM workflow_waits WHERE tenant_id = $1 AND run_id = $2 AND token = $3";

    public static async Task HearAsync(Turn turn, CancellationToken ct)
    {
        var (db, id) = (turn.Work.Db, turn.Run.Id);
        turn.Waits = await db.Set<WorkflowWait>().AsNoTracking().Where(w => w.RunId == id).ToListAsync(ct);
        foreach (var wait in turn.Waits.Where(w => !w.Looked || w.Heard.Length > 0))
        {
            if (turn.State.Tokens.Find(t => t.Id == wait.Token) is not { State: TokenState.Waiting } token) continue;
            foreach (var @event in await EventsAsync(turn, wait, token, ct))
            {
                if (turn.Interpreter.Hear(token, EventJson.Of(@event)) is not true) continue;
                token.Heard.Add(@event.Position);
                break;
            }
        }
    }

    // What was heard; and once what happened before anybody could hear it, since the run began: what ended a wait before this one ends no other.
    private static async Task<List<LoggedEvent>> EventsAsync(Turn turn, WorkflowWait wait, RunToken token, CancellationToken ct)
    {
        var (log, heard, own) = (turn.Work.Db.Set<LoggedEvent>().AsNoTracking(), wait.Heard, turn.Run.EventId ?? Guid.Empty);
        var events = heard.Length > 0 ? await log.Where(e => heard.Contains(e.Position)).ToListAsync(ct) : [];
        if (!wait.Looked)
        {
            var (since, types, about) = (Uuid7.Last(wait.Since - TimeSpan.FromMilliseconds(1)), wait.Events, wait.About);
            long[] known = [.. heard, .. token.Heard];
            events.AddRange(await log.Where(e => e.EventId > since && e.EventId != own && (e.Resource == about || e.Parent == about) && types.Contains(e.Type) && !known.Contains(e.Position))
                .OrderBy(e => e.Position).Take(MostSearched).ToListAsync(ct));
        }
        return [.. events.OrderBy(e => e.Position)];
    }

    /// <summary>Waits that ended go, waits that began come; for those the log is searched once anybody would hear.</summary>
    public static void Settle(Turn turn, IReadOnlyList<RunLine> lines)
    {
        var (db, run) = (turn.Work.Db, turn.Run);
        var begun = lines.Where(l => l.Outcome is LineOutcome.Waiting).Select(l => l.Token).ToHashSet();
        var waiting = turn.State.Tokens.Where(t => turn.Interpreter.WaitOf(t) is { Events.Count: > 0 }).ToList();
        foreach (var wait in turn.Waits)
        {
            if (!waiting.Exists(t => t.Id == wait.Token)) db.Extra.Add(Command(run, End, wait.Token));
            else if (!begun.Contains(wait.Token) && (!wait.Looked || wait.Heard.Length > 0)) db.Extra.Add(Command(run, Weighed, wait.Token, new NpgsqlParameter<long[]> { TypedValue = wait.Heard }));
        }
        foreach (var token in waiting.Where(t => begun.Contains(t.Id)))
        {
            var wait = turn.Interpreter.WaitOf(token)!;
            db.Extra.Add(Command(run, Begin, token.Id,
                new NpgsqlParameter<string> { TypedValue = run.About }, new NpgsqlParameter<string[]> { TypedValue = [.. wait.Events] }, new NpgsqlParameter<DateTimeOffset> { TypedValue = turn.Since }));
            db.Extra.Add(Following.Listen(run.TenantId, wait.Events));
            db.Enqueue(AdvanceRun.Kind, run.Id.Value, turn.Work.Now);
        }
    }

    private static NpgsqlBatchCommand Command(WorkflowRun run, string sql, int token, params NpgsqlParameter[] more)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run.TenantId.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = token });
        foreach (var parameter in more) command.Parameters.Add(parameter);
        return command;
    }
}
