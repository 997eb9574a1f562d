using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>With a profile go the documents of its inquiries and cases that stand for nobody else, and what the inquiries keep sealed. What was asked for and decided stays.</summary>
internal sealed class ErasedInquiries(SubjectVault vault, IDocuments documents) : IErasedWithProfile
{
    public async Task EraseAsync(Work work, Guid profile)
    {
        var inquiries = await work.Db.Set<Inquiry>().Where(i => i.ProfileId == profile && i.Sealed != null).ToListAsync(work.Canceled);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [profile], work.Canceled);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var inquiry in inquiries)
        {
            foreach (var (_, document) in SealedPart.Open(inquiry, ring).Documents)
                if (document?["document_id"]?.GetValue<string>() is { } id) named.Add(id);
            inquiry.Sealed = null;
        }
        await documents.EraseAsync(work.Db, profile, named, work.Now, work.Canceled);
    }
}
