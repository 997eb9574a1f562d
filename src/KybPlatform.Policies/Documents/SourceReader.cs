namespace KybPlatform.Policies.Documents;

/// <summary>Reads <c>sources</c> and what they say about certainty.</summary>
internal static class SourceReader
{
    public static IReadOnlyList<PolicySource> Read(ObjectReader r)
    {
        var result = new List<PolicySource>();
        foreach (var s in r.Objects("sources"))
        {
            result.Add(new PolicySource(
                s.Text("title", required: true) ?? "", Url(s), s.Date("retrieved", required: true) ?? default,
                s.Choice<Certainty>("certainty", required: true) ?? Certainty.Unknown, s.Text("note"), s.Date("as_of")));
            s.Close();
        }

        return result;
    }

    /// <summary>The stated certainty, else the weakest of the sources, else documented: a requirement of the operator's own needs no page to rest on.</summary>
    public static Certainty CertaintyOf(ObjectReader r, IReadOnlyList<PolicySource> sources) =>
        r.Choice<Certainty>("certainty") ?? (sources.Count == 0 ? Certainty.Documented : sources.Max(s => s.Certainty));

    private static string? Url(ObjectReader s)
    {
        var url = s.Text("url");
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
            s.Refuse("url", "malformed_url", "Must be an absolute web address.");
        return url;
    }
}
