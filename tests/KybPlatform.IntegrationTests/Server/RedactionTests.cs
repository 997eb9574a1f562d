using System.Text;
using KybPlatform.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>The server's own logging, with a parameter that is marked as personal: its value reaches no sink.</summary>
public sealed partial class RedactionTests
{
    [Fact]
    public async Task A_classified_parameter_is_erased_before_it_is_written()
    {
        var written = new StringBuilder();
        var builder = WebApplication.CreateBuilder();
        builder.AddStructuredLogs(development: false, new StringWriter(written));
        await using (var app = builder.Build()) Seen(app.Services.GetRequiredService<ILogger<RedactionTests>>(), "Ada Canary", "inq_1");

        written.ToString().Should().Contain("inq_1").And.NotContain("Canary");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody called {Name} was seen at {Inquiry}")]
    private static partial void Seen(ILogger log, [Personal] string name, string inquiry);

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class PersonalAttribute() : DataClassificationAttribute(new DataClassification("kyb", "personal"));
}
