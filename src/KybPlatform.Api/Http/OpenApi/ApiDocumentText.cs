using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>The document as bytes: made once when first asked for, the same on every start.</summary>
internal sealed class ApiDocumentText(IServiceProvider services)
{
    private readonly Lazy<byte[]> _utf8 = new(() => Make(services));

    public byte[] Utf8 => _utf8.Value;

    private static byte[] Make(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var document = scope.ServiceProvider.GetRequiredService<ISwaggerProvider>().GetSwagger("v1");
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        return Encoding.UTF8.GetBytes(WithoutUnused(text.ToString()));
    }

    // A shared parameter or header that no route refers to says nothing.
    private static string WithoutUnused(string text)
    {
        var root = JsonNode.Parse(text)!;
        foreach (var kind in (string[])["parameters", "headers", "schemas"])
        {
            if (root["components"]?[kind] is not JsonObject parts) continue;
            foreach (var name in parts.Select(p => p.Key).ToList())
                if (!text.Contains($"\"#/components/{kind}/{name}\"", StringComparison.Ordinal)) parts.Remove(name);
        }
        return root.ToJsonString(Wire.Json);
    }
}
