using KybPlatform.Api.Http;

namespace KybPlatform.Api.Inquiries;

/// <summary>The caller's own labels of an inquiry, changed by merge patch (RFC 7396): one by one, null takes one away.</summary>
internal static class InquiryLabels
{
    public const string Limits = "At most 50 labels of 40 characters with values of 500.";

    /// <summary>The labels that a patch sets.</summary>
    public static IReadOnlyDictionary<string, string> Set(IReadOnlyDictionary<string, string?> patch) =>
        patch.Where(l => l.Value is not null).ToDictionary(l => l.Key, l => l.Value!, StringComparer.Ordinal);

    /// <summary>Null where the inquiry then holds no more labels than it may.</summary>
    public static Error? Merge(Inquiry inquiry, IReadOnlyDictionary<string, string?>? patch, IReadOnlySet<string> removed)
    {
        if (removed.Contains("metadata")) inquiry.Metadata = null;
        if (patch is null) return null;
        var labels = inquiry.Metadata is null ? [] : StoredJson.Read<Dictionary<string, string>>(inquiry.Metadata);
        foreach (var (name, value) in patch)
        {
            if (value is null) labels.Remove(name);
            else labels[name] = value;
        }
        if (!NewInquiryValidator.LabelsFit(labels)) return Error.Invalid("invalid_value", Limits, new FieldError("/metadata", "invalid_value", Limits));
        inquiry.Metadata = StoredJson.Write(labels);
        return null;
    }
}
