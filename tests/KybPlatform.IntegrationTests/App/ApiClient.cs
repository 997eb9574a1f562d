using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KybPlatform.Api.Persistence;

namespace KybPlatform.IntegrationTests.App;

/// <summary>A small HTTP client with one key. Bodies are anonymous objects (names become snake_case), JSON nodes, or text sent as it is.</summary>
public class ApiClient(HttpClient http, string? key)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Key => key ?? throw new InvalidOperationException("This client has no key.");

    protected HttpClient Http => http;

    /// <summary>The same address with another key.</summary>
    public ApiClient With(string otherKey) => new(http, otherKey);

    public Task<HttpAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <param name="idempotencyKey">Sent as <c>Idempotency-Key</c>.</param>
    /// <param name="wait">Sent as <c>Prefer: wait=N</c>.</param>
    public Task<HttpAnswer> PostAsync(string path, object? body = null, string? idempotencyKey = null, int? wait = null) =>
        SendAsync(HttpMethod.Post, path, body, ("Idempotency-Key", idempotencyKey), ("Prefer", wait is { } w ? $"wait={w}" : null));

    public Task<HttpAnswer> PutAsync(string path, object? body, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, body, ("If-Match", ifMatch));

    public Task<HttpAnswer> PatchAsync(string path, object? body, string? ifMatch = null) => SendAsync(HttpMethod.Patch, path, body, ("If-Match", ifMatch));

    public Task<HttpAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Posts <c>multipart/form-data</c>: one <c>file</c> part and, if given, a <c>type</c> part.</summary>
    public Task<HttpAnswer> UploadAsync(
        string path, byte[] file, string fileName = "document.pdf", string contentType = "application/pdf", string? type = null, string? idempotencyKey = null)
    {
        var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        form.Add(part, "file", fileName);
        if (type is not null) form.Add(new StringContent(type), "type");
        return SendAsync(HttpMethod.Post, path, form, ("Idempotency-Key", idempotencyKey));
    }

    public async Task<HttpAnswer> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = ContentOf(body) };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.ReadAsync(response);
    }

    private static HttpContent? ContentOf(object? body) => body switch
    {
        null => null,
        HttpContent content => content,
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        _ => new StringContent(JsonSerializer.Serialize(body, Json), Encoding.UTF8, "application/json"),
    };
}

/// <summary>One tenant, acting with its first key, which may do everything.</summary>
public sealed class TenantClient(HttpClient http, string key, string id, string organization, TenantClient? test) : ApiClient(http, key)
{
    public string Id => id;

    /// <summary>The id as rows have it.</summary>
    public Guid RowId => PublicId.TryParse<TenantId>(id, out var row) ? row.Value : throw new InvalidOperationException(id);

    public string OrganizationId => organization;

    /// <summary>The test tenant beside this live one.</summary>
    public TenantClient Test => test ?? throw new InvalidOperationException("This is the test tenant.");

    /// <summary>The same tenant through a new key of a service that holds only these scopes.</summary>
    public async Task<ApiClient> WithScopesAsync(params string[] scopes) =>
        With((await PostAsync("/v1/api-keys", new { name = "narrow", scopes })).ShouldBe(201).Text("/secret"));
}
