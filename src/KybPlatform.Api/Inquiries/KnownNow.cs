using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KybPlatform.Api.Inquiries;

/// <summary>Names what is known of an inquiry, and what its policy makes of it, in one hash: two persons decide about the same only where it is the same.</summary>
internal static class KnownNow
{
    /// <returns>Null where the applicant was erased: nothing is left that could change.</returns>
    public static string? Of(Inquiry inquiry, Judgement? known)
    {
        if (known?.Dossier is not { } dossier) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(inquiry.PolicyHash ?? "");
        using var facts = JsonDocument.Parse(dossier.Facts);
        // The clock goes on between two persons; what it changes shows in the results.
        foreach (var fact in facts.RootElement.EnumerateObject().Where(f => f.Name != "now")) Add($"{fact.Name}={fact.Value.GetRawText()}");
        foreach (var result in known.Evaluation?.Requirements ?? []) Add($"{result.Key}={result.Outcome}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string part) => hash.AppendData(Encoding.UTF8.GetBytes(part + "\n"));
    }
}
