using KybPlatform.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace KybPlatform.Api.Documents;

/// <summary>Reads a form's bytes; what is wrong with them is a refusal, not an exception.</summary>
internal static class FormReading
{
    /// <summary>Null behind the last part.</summary>
    public static async Task<Result<MultipartSection?>> NextAsync(MultipartReader reader, CancellationToken ct)
    {
        try
        {
            return await reader.ReadNextSectionAsync(ct);
        }
        catch (Exception fault) when (IsOfTheForm(fault))
        {
            return DocumentErrors.Malformed("The form ends early, or its parts cannot be told apart.");
        }
    }

    /// <summary>Fills the buffer; returns fewer bytes only at the part's end.</summary>
    public static async Task<Result<int>> FillAsync(Stream part, Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        }
        catch (Exception fault) when (IsOfTheForm(fault))
        {
            return DocumentErrors.Malformed("The form ends within a part.");
        }
    }

    // A request that cannot be read at all is the server's to answer.
    private static bool IsOfTheForm(Exception fault) => fault is InvalidDataException or (IOException and not BadHttpRequestException);
}
