using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>
/// The queues and templates that a new tenant begins with, so that nobody has to set up anything: rows like those that the tenant makes itself, to be changed
/// and deleted. They ask last: whatever rule a tenant adds without a position comes before.
/// </summary>
internal sealed class ShippedSetup : IFollowsTenants
{
    private sealed record Kind(string Key, string Title, string Rule, int Priority, int SlaMinutes, int EscalateMinutes, string Template, CaseField[] Fields, CheckItem[] Checklist);

    private const string Sanctions = """case.reasons.exists(r, r in ["sanctions_match", "sanctions_matches_cut"])""";
    private const string Duplicates = """case.reasons.exists(r, r in ["possible_duplicate", "identifier_already_claimed", "document_shared"])""";
    private const string Documents = """case.reasons.exists(r, r.startsWith("document_"))""";

    // A decline tells the applicant why.
    private static readonly ReasonRule[] Reasons = [new("decline", [], Required: true)];

    private static readonly Kind[] Kinds =
    [
        new("sanctions", "Possible matches on sanctions lists", Sanctions, 100, 24 * 60, 12 * 60, "Possible match on a sanctions list",
            [new("compared_with", "Which entries it was compared with", "text"), new("source", "Where else it was looked up", "text")],
            [new("names", "Names and spellings were compared"), new("dates", "Dates of birth or incorporation were compared"), new("places", "Countries and addresses were compared"), new("numbers", "Identity and register numbers were compared")]),
        new("duplicates", "Possible duplicates", Duplicates, 0, 48 * 60, 36 * 60, "Possible duplicate",
            [new("other_profile", "The profile that it looks like", "text")],
            [new("same_owner", "It was checked whether both belong to the same owner"), new("entitled", "It was checked who may use the number or document")]),
        new("documents", "Documents", Documents, 0, 24 * 60, 18 * 60, "Documents to be looked at",
            [new("defect", "What is wrong with which document", "text")],
            [new("readable", "Every document can be read whole"), new("genuine", "Nothing looks altered or copied"), new("current", "Every document is in date"), new("same_name", "The names agree with the profile")]),
        new("review", "Everything else", "true", 0, 48 * 60, 36 * 60, "Review",
            [new("summary", "What was found", "text")],
            [new("business", "The business exists and is what it says"), new("use_case", "The use case fits the business"), new("consent", "How recipients agree is plausible")]),
    ];

    public void Created(PlatformDb db, TenantId tenant, DateTimeOffset now)
    {
        db.Extra.Add(TenantCommands.SettingTenant(tenant));
        foreach (var (i, kind) in Kinds.Index())
        {
            db.Extra.Add(Queue(tenant, kind, 1000 + (10 * i), now));
            db.Extra.Add(Template(tenant, kind, 1000 + (10 * i), now));
        }
    }

    private static NpgsqlBatchCommand Queue(TenantId tenant, Kind kind, int position, DateTimeOffset now) => Command("""
        INSERT INTO case_queues (tenant_id, id, version, key, title, rule, position, assignment, by_skills, four_eyes, priority, sla_minutes, escalate_minutes, undo_minutes, created_at, updated_at)
        VALUES ($1, $2, 1, $3, $4, $5, $6, 'claim', false, false, $7, $8, $9, $10, $11, $11)
        """, tenant, PublicId.New<CaseQueueId>(now).Value, kind.Key, kind.Title, kind.Rule, position, kind.Priority, kind.SlaMinutes, kind.EscalateMinutes, CaseSetup.UsualUndoMinutes, now);

    private static NpgsqlBatchCommand Template(TenantId tenant, Kind kind, int position, DateTimeOffset now)
    {
        var insert = Command("""
            INSERT INTO case_templates (tenant_id, id, version, key, title, rule, position, four_eyes, created_at, updated_at, fields, checklist, reason_rules)
            VALUES ($1, $2, 1, $3, $4, $5, $6, false, $7, $7, $8, $9, $10)
            """, tenant, PublicId.New<CaseTemplateId>(now).Value, kind.Key, kind.Template, kind.Key == "review" ? "case.about == \"inquiry\"" : kind.Rule, position, now);
        foreach (var json in (string[])[StoredJson.Write(kind.Fields), StoredJson.Write(kind.Checklist), StoredJson.Write(Reasons)])
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return insert;
    }

    private static NpgsqlBatchCommand Command(string sql, TenantId tenant, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
