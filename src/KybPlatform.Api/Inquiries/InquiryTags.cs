using System.Text.RegularExpressions;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>Changes the labels of an inquiry, whatever its state: they say nothing about it to the platform.</summary>
internal sealed partial class InquiryTags : IInquiryTags
{
    private const int Most = 50;

    public async Task<Result<IReadOnlyList<string>>> ChangeAsync(Work work, InquiryId id, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        if (add.FirstOrDefault(t => !IsTag(t)) is not null) return Malformed("/add");
        if (await work.Db.Set<Inquiry>().SingleOrDefaultAsync(i => i.Id == id, work.Canceled) is not { } inquiry) return InquiryErrors.NotFound;
        string[] tags = [.. inquiry.Tags.Union(add, StringComparer.Ordinal).Except(remove, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (tags.Length > Most) return Malformed("/add");
        Set(work, inquiry, tags);
        return tags;
    }

    /// <summary>Tells of it where anything differs.</summary>
    public static void Set(Work work, Inquiry inquiry, string[] tags)
    {
        if (tags.SequenceEqual(inquiry.Tags, StringComparer.Ordinal)) return;
        var before = inquiry.Tags;
        (inquiry.Tags, inquiry.UpdatedAt) = (tags, work.Now);
        work.Record("inquiry.tagged", inquiry.Id.ToString(), details: new { added = tags.Except(before, StringComparer.Ordinal), removed = before.Except(tags, StringComparer.Ordinal) });
    }

    public static bool IsTag(string? text) => text is not null && Word().IsMatch(text);

    private static Error Malformed(string pointer) => Error.Invalid(
        "invalid_tag", "At most 50 labels of lower-case letters, digits, dots, colons, hyphens and underscores.", new FieldError(pointer, "invalid_tag", "Up to 60 lower-case letters, digits and . : - _"));

    [GeneratedRegex("^[a-z0-9][a-z0-9_.:-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
