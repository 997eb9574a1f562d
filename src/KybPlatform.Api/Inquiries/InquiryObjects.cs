using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>Inquiries for endpoints that want more than ids: the resource, and the facts of the applicant where personal data was asked for.</summary>
internal sealed class InquiryObjects(IInquiryFacts facts, IDecisionLedger decisions) : IEventObjects
{
    public async Task<JsonElement?> ReadAsync(TenantWork work, string id, CancellationToken ct)
    {
        if (!PublicId.TryParse<InquiryId>(id, out var key) || await work.Db.Set<Inquiry>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == key, ct) is not { } inquiry) return null;
        var decision = inquiry.DecisionId is { } made ? await decisions.FindAsync(work.Db, made, ct) : null;
        return JsonSerializer.SerializeToElement(InquiryResource.From(inquiry, decision), Wire.Json);
    }

    public async Task<JsonElement?> ReadFactsAsync(TenantWork work, string id, CancellationToken ct) =>
        PublicId.TryParse<InquiryId>(id, out var key) && await facts.ReadAsync(work, key, ct) is { } view ? JsonDocument.Parse(view.Facts).RootElement : null;
}
