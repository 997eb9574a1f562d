using System.Text;
using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Something to be said on a case.</summary>
/// <param name="Mentions">Users who are asked to read it, <c>usr_…</c>.</param>
public sealed record NewNote(string? Text, IReadOnlyList<string>? Mentions);

/// <summary>What was said on a case. The text is null once whom it told about was erased.</summary>
public sealed record CaseNoteResource(CaseNoteId Id, CaseId CaseId, string By, string? Text, IReadOnlyList<string> Mentions, DateTimeOffset At);

internal sealed class NewNoteValidator : AbstractValidator<NewNote>
{
    public NewNoteValidator()
    {
        RuleFor(n => n.Text).NotEmpty().MaximumLength(10_000);
        RuleFor(n => n.Mentions).Must(m => m is null || m.Count <= 50).WithErrorCode("too_long").WithMessage("At most 50.");
        RuleForEach(n => n.Mentions).NotEmpty();
    }
}

/// <summary>Notes are added and never changed; whoever is mentioned is told by an event.</summary>
internal static class CaseNotes
{
    private const string Purpose = "case_notes.text";

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/notes", WriteAsync).Requires(Scopes.CasesWork).Idempotent()
            .WithSummary("Write a note on a case").Produces<CaseNoteResource>(201).ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(409, "subject_erased", "Whom the case is about was erased.").Refuses(422, "unknown_user", "There is no such user who reads cases.")
            .ExampleRequest("""{ "text": "The register shows another name.", "mentions": [] }""");
        cases.MapGet("/{id}/notes", ListAsync).Requires(Scopes.CasesRead).Lists().WithSummary("List the notes of a case, newest first").Produces<Page<CaseNoteResource>>().ProducesRefusals(404, 422);
    }

    private static async Task<IResult> WriteAsync(string id, Body<NewNote> body, Work work, SubjectVault vault, ITenantUsers users)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        string[] mentions = [.. (body.Value.Mentions ?? []).Distinct(StringComparer.Ordinal)];
        var readers = await users.WhoMayAsync(work.Db, mentions, Scopes.CasesRead, work.Canceled);
        if (Array.FindIndex(mentions, m => !readers.Contains(m)) is >= 0 and var strange)
            return await work.RefuseAsync(CaseErrors.Unknown(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/mentions/{strange}"), "unknown_user", "user who reads cases"));
        if (await AddAsync(work, row, body.Value.Text!, mentions, vault) is not { } note) return await work.RefuseAsync(Error.Conflict("subject_erased", "Whom the case is about was erased."));
        return await work.AnswerAsync(201, View(note, body.Value.Text), new Keeping([row.SealedFor]), $"/v1/cases/{row.Id}/notes");
    }

    /// <summary>Null where whom it would tell about was erased.</summary>
    internal static async Task<CaseNote?> AddAsync(Work work, Case row, string text, string[] mentions, SubjectVault vault)
    {
        var ring = await CaseResource.RingAsync(work, vault, row);
        if (!ring.Has(row.SealedFor)) return null;
        var note = new CaseNote
        {
            TenantId = work.Tenant,
            Id = PublicId.New<CaseNoteId>(work.Now),
            CaseId = row.Id,
            By = work.Caller.Actor.ToString(),
            Text = ring.Seal(row.SealedFor, Encoding.UTF8.GetBytes(text), Purpose),
            Mentions = mentions,
            At = work.Now,
        };
        work.Db.Add(note);
        CaseLog.Write(work, "case.note_added", row, new { note = note.Id, mentions });
        foreach (var user in mentions) work.Record("case.mentioned", user, row.Id.ToString(), new { note = note.Id });
        return note;
    }

    private static async Task<IResult> ListAsync(string id, Work work, HttpContext http, SubjectVault vault)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var found = await work.Db.Set<CaseNote>().AsNoTracking().Where(n => n.CaseId == row.Id).NewestFirst(n => n.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ring = await CaseResource.RingAsync(work, vault, row);
        return Answer.Ok(page.Of(found, n => View(n, ring.Open(row.SealedFor, n.Text, Purpose) is { } text ? Encoding.UTF8.GetString(text) : null), n => n.Id.Value));
    }

    private static CaseNoteResource View(CaseNote note, string? text) => new(note.Id, note.CaseId, note.By, text, note.Mentions, note.At);
}
