using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KybPlatform.Api.Documents;

/// <summary>Sends a content as it is decrypted, as a download and never as a page: nothing in it runs under the platform's name.</summary>
internal sealed class DocumentContent(Stream content, Document document, string? fileName) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var opened = content;
        // The first chunk is opened before anything is sent: where it cannot be, there is an error to send instead.
        var buffer = new byte[SealedChunks.Plain];
        var held = await opened.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, httpContext.RequestAborted);

        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName ?? document.Id.ToString());
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.ContentType = document.ContentType;
        response.ContentLength = document.RenditionSize ?? document.Size;
        await response.Body.WriteAsync(buffer.AsMemory(0, held), httpContext.RequestAborted);
        if (held == buffer.Length) await opened.CopyToAsync(response.Body, SealedChunks.Plain, httpContext.RequestAborted);
    }
}
