using System.Text.Json;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Inquiries;

/// <summary>What a reviewer does with an inquiry: claims its case, looks at what did not pass, says why it may stay so, decides.</summary>
internal static class Reviews
{
    /// <summary>Claims the inquiry's case; its id.</summary>
    public static async Task<string> ClaimAsync(ApiClient reviewer, string inquiry)
    {
        var id = (await reviewer.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/case_id");
        (await reviewer.PostAsync($"/v1/cases/{id}/claim")).ShouldBe(200);
        return id;
    }

    /// <summary>An override for every requirement that did not pass.</summary>
    public static async Task<object[]> OverridesAsync(ApiClient reviewer, string inquiry, string reason = "Seen elsewhere.")
    {
        var looked = (await reviewer.GetAsync($"/v1/inquiries/{inquiry}/requirements")).ShouldBe(200);
        return [.. NotPassed(looked.At("/results")).Select(k => new { requirement = k, reason })];
    }

    public static IEnumerable<string> NotPassed(JsonElement results) =>
        results.EnumerateArray().Where(r => r.Text("/outcome") is not ("passed" or "not_applicable")).Select(r => r.Text("/key")).Distinct();

    /// <summary>Claims and approves.</summary>
    public static async Task<HttpAnswer> ApproveAsync(ApiClient reviewer, string inquiry, string note = "Known for years.")
    {
        await ClaimAsync(reviewer, inquiry);
        return await reviewer.PostAsync($"/v1/inquiries/{inquiry}/decision", new { outcome = "approve", note, overrides = await OverridesAsync(reviewer, inquiry) });
    }
}
