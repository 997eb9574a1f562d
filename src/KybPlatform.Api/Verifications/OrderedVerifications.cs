using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications;

/// <summary>Verifications that neither a decision nor a request asked for.</summary>
internal sealed class OrderedVerifications(VerificationDesk desk, VerificationFacts facts) : IVerificationOrders
{
    public async Task<Result<VerificationBrief>> RunAsync(Work work, InquiryId inquiry, string type, string? subject, IReadOnlyList<string> checks, IReadOnlyList<string> lists)
    {
        if (await facts.OfInquiryAsync(work, inquiry) is not { } found) return VerificationErrors.UnknownInquiry;
        var about = subject ?? (found.Facts.TryGetProperty("business", out _) ? "business" : "individual");
        if (RunVerification.Refusal(new NewVerification(type, about, null, null, inquiry.ToString(), checks, lists, null), desk, work.Caller.Live) is { } refusal) return refusal;
        if (FactReader.About(found.Facts, about).ValueKind == System.Text.Json.JsonValueKind.Undefined) return VerificationErrors.UnknownSubject;
        var (made, later) = await desk.RunOneAsync(VerificationFacts.WorkOf(work), found.Profile, inquiry.Value, found.Facts, found.Subjects, new VerificationOrder(type, about, checks, lists, null), work.Canceled);
        work.Record($"verification.{SnakeCase.Of(made.Status)}", made.Id.ToString(), inquiry.ToString(), new { made.Type, made.Subject });
        return new VerificationBrief(made.Id.ToString(), made.Status, made.ReasonCode, later);
    }
}
