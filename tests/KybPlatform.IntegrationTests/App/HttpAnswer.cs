using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace KybPlatform.IntegrationTests.App;

/// <summary>An answer, read whole: status, headers and bytes as they came. Tests assert its JSON, never the product's own types.</summary>
public sealed class HttpAnswer
{
    private readonly Lazy<JsonElement> _json;

    private HttpAnswer(int status, HttpResponseHeaders headers, HttpContentHeaders content, byte[] bytes)
    {
        (Status, Headers, Content, Bytes) = (status, headers, content, bytes);
        _json = new Lazy<JsonElement>(() => JsonDocument.Parse(Bytes).RootElement);
    }

    public int Status { get; }

    public HttpResponseHeaders Headers { get; }

    /// <summary>The headers that speak of the content: type, length, disposition.</summary>
    public HttpContentHeaders Content { get; }

    public byte[] Bytes { get; }

    public string Body => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => _json.Value;

    /// <summary>The <c>code</c> of a problem, null where the answer is none.</summary>
    public string? Code => Content.ContentType?.MediaType == "application/problem+json" ? Text("/code") : null;

    public string? ETag => Headers.ETag?.ToString();

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

    /// <summary>The first value of a header; null where it is missing.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;

    public JsonElement At(string pointer) => Json.At(pointer);

    public string Text(string pointer) => Json.Text(pointer);

    /// <summary>False also where there is a null.</summary>
    public bool Has(string pointer) => Json.Find(pointer) is { ValueKind: not JsonValueKind.Null };

    public HttpAnswer ShouldBe(int status)
    {
        Status.Should().Be(status, "the answer was {0}", Body);
        return this;
    }

    /// <summary>Asserts a whole problem: status, code, content type, and the members that every problem has.</summary>
    public HttpAnswer ShouldBeRefused(int status, string code)
    {
        ShouldBe(status);
        Content.ContentType?.ToString().Should().Be("application/problem+json");
        Text("/code").Should().Be(code, "the answer was {0}", Body);
        At("/status").GetInt32().Should().Be(status);
        Text("/type").Should().Be($"urn:kyb:error:{code}");
        Text("/title").Should().NotBeEmpty();
        Text("/detail").Should().NotBeEmpty();
        if (Header("Idempotency-Replayed") is null) Text("/request_id").Should().Be(Header("Request-Id"));
        return this;
    }

    /// <summary>Asserts that the problem names a place with a code.</summary>
    public HttpAnswer ShouldBlame(string pointer, string code)
    {
        At("/errors").EnumerateArray().Select(e => (e.Text("/pointer"), e.Text("/code"))).Should().Contain((pointer, code), "the answer was {0}", Body);
        return this;
    }
}

public static class HttpAnswers
{
    public static async Task<HttpAnswer> ShouldBeAsync(this Task<HttpAnswer> answer, int status) => (await answer).ShouldBe(status);

    public static async Task<HttpAnswer> ShouldBeRefusedAsync(this Task<HttpAnswer> answer, int status, string code) => (await answer).ShouldBeRefused(status, code);
}
