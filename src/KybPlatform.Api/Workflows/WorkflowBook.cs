using System.Collections.Concurrent;
using System.Text;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies.Workflows;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Workflows;

/// <summary>A version that new runs go by.</summary>
/// <param name="Number">Zero for what the product ships.</param>
internal sealed record ActiveWorkflow(string Key, int Number, WorkflowProgram Program);

/// <summary>Which workflows a tenant has in force, and what a hash stands for. Compiled ones are remembered by their hash: a content never changes.</summary>
internal sealed class WorkflowBook
{
    private const int MostRemembered = 1000;
    private readonly ConcurrentDictionary<string, WorkflowProgram> _compiled = new(StringComparer.Ordinal);

    public WorkflowBook()
    {
        foreach (var shipped in ShippedWorkflows.All.Values) _compiled[shipped.Program.Hash] = shipped.Program;
    }

    public async Task<IReadOnlyList<ActiveWorkflow>> ActiveAsync(PlatformDb db, CancellationToken ct)
    {
        var rows = await db.Set<Workflow>().AsNoTracking().ToDictionaryAsync(w => w.Key, StringComparer.Ordinal, ct);
        var active = new List<ActiveWorkflow>();
        foreach (var row in rows.Values)
            if (row.ActiveHash is { } hash && await FindAsync(db, hash, ct) is { } program) active.Add(new ActiveWorkflow(row.Key, row.ActiveNumber!.Value, program));
        active.AddRange(ShippedWorkflows.All.Values.Where(s => s.SwitchedOn && !rows.ContainsKey(s.Program.Document.Key)).Select(s => new ActiveWorkflow(s.Program.Document.Key, 0, s.Program)));
        return [.. active.OrderBy(a => a.Key, StringComparer.Ordinal)];
    }

    public async Task<ActiveWorkflow?> ActiveAsync(PlatformDb db, string key, CancellationToken ct)
    {
        if (await db.Set<Workflow>().AsNoTracking().SingleOrDefaultAsync(w => w.Key == key, ct) is { } row)
            return row.ActiveHash is { } hash && await FindAsync(db, hash, ct) is { } program ? new ActiveWorkflow(key, row.ActiveNumber!.Value, program) : null;
        return ShippedWorkflows.All.GetValueOrDefault(key) is { SwitchedOn: true } shipped ? new ActiveWorkflow(key, 0, shipped.Program) : null;
    }

    /// <summary>The content of a hash; null where it was never kept.</summary>
    public async ValueTask<WorkflowProgram?> FindAsync(PlatformDb db, string hash, CancellationToken ct)
    {
        if (_compiled.TryGetValue(hash, out var known)) return known;
        if (await db.Set<WorkflowContent>().AsNoTracking().SingleOrDefaultAsync(c => c.Hash == hash, ct) is not { } content) return null;
        var program = WorkflowReader.FromJson(Encoding.UTF8.GetBytes(content.Document)).Document is { } document ? WorkflowCompiler.Compile(document).Program : null;
        if (program is null) return null;
        if (_compiled.Count > MostRemembered) _compiled.Clear();
        return _compiled[hash] = program;
    }

    /// <summary>Puts the content under its hash, unless it is there: whatever the product ships later, a run goes on by what it began with.</summary>
    public static NpgsqlBatchCommand Keeping(TenantId tenant, WorkflowProgram program, DateTimeOffset now)
    {
        var keep = new NpgsqlBatchCommand("INSERT INTO workflow_contents (tenant_id, hash, document, kept_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
        keep.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program.Hash });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program.Document.Json.ToJsonString() });
        keep.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        return keep;
    }
}

/// <summary>Workflows that come with the product.</summary>
internal static class ShippedWorkflows
{
    /// <summary>By key.</summary>
    public static IReadOnlyDictionary<string, (WorkflowProgram Program, bool SwitchedOn)> All { get; } =
        DefaultWorkflows.All.ToDictionary(d => d.Document.Key, d => (WorkflowCompiler.Compile(d.Document).Program!, d.SwitchedOn), StringComparer.Ordinal);

    /// <summary>Types that any of them begins with.</summary>
    public static IReadOnlyList<string> Events { get; } = [.. All.Values.SelectMany(s => s.Program.Document.Triggers).SelectMany(t => t.Events).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
