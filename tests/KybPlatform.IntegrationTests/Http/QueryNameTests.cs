using System.Text.RegularExpressions;
using KybPlatform.Api.Http;
using KybPlatform.IntegrationTests.App;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Http;

public sealed partial class QueryNameTests(PlatformApp app)
{
    [Fact]
    public async Task What_a_route_takes_from_the_query_is_what_is_documented()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var documented = operations.ToDictionary(o => o.Name, o => o.Parameters.Where(p => p.Text("/in") == "query").Select(p => p.Text("/name")).Order(StringComparer.Ordinal).ToList());
        var routes = (await app.PlatformAsync()).Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(r => r.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal));

        foreach (var route in routes)
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                QueryNames.Of(route).Should().Equal(documented[$"{method} {route.RoutePattern.RawText!.TrimEnd('/')}"], "{0} {1}", method, route.RoutePattern.RawText);
        documented.Count(d => d.Value.Contains("limit")).Should().BeGreaterThan(20, "lists are among them");
    }

    [Fact]
    public async Task A_parameter_that_a_route_does_not_have_is_refused_and_never_passed_over()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var platform = await app.PlatformAsync();
        var tenant = await app.ANewTenantAsync();

        foreach (var operation in operations.Where(o => o.Method == "GET"))
        {
            var path = InPath().Replace(operation.Path, "inq_01jd3k6mz0e1b9w4r7t2y5x8c3");
            var refused = (await (operation.NeedsPlatformKey ? platform.Operator : tenant).GetAsync($"{path}?no_such_thing=1")).ShouldBeRefused(422, "unknown_field");
            refused.Text("/errors/0/pointer").Should().Be("?no_such_thing", operation.Name);
        }

        (await tenant.GetAsync("/v1/inquiries?statu=approved")).ShouldBeRefused(422, "unknown_field").Text("/errors/0/detail").Should().Contain("'status'");
        (await tenant.PostAsync("/v1/inquiries?sumbit=true", new { country = "GB", sender_type = "alphanumeric" })).ShouldBeRefused(422, "unknown_field");
        (await tenant.GetAsync("/v1/inquiries?STATUS=approved")).ShouldBe(200);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_the_body()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/inquiries", new { country = "GB", sender_type = "alphanumeric", business = new { legal_name = "Acme Messaging Ltd" } })).ShouldBe(201);
        var path = $"/v1/inquiries/{made.Text("/id")}";
        var got = (await tenant.GetAsync(path)).ShouldBe(200);

        var asked = (await tenant.SendAsync(HttpMethod.Head, path)).ShouldBe(200);

        asked.Body.Should().BeEmpty();
        asked.Header("ETag").Should().Be(got.Header("ETag"));
        (await tenant.SendAsync(HttpMethod.Head, "/v1/inquiries/inq_01jd3k6mz0e1b9w4r7t2y5x8c3")).ShouldBe(404).Body.Should().BeEmpty();
        (await (await app.PlatformAsync()).Nobody.SendAsync(HttpMethod.Head, path)).ShouldBe(401);
        (await (await app.PlatformAsync()).Nobody.SendAsync(HttpMethod.Head, "/health/ready")).ShouldBe(200);
        (await (await app.PlatformAsync()).Nobody.SendAsync(HttpMethod.Head, "/openapi/v1.json")).ShouldBe(200);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex InPath();
}
