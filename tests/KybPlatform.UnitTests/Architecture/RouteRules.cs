using AwesomeAssertions;
using KybPlatform.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed class RouteRules
{
    // Answer without a key; everything else lives under /v1.
    private static readonly string[] Open = ["/health/live", "/health/ready", "/openapi/v1.json"];

    [Fact]
    public void Every_route_under_v1_says_once_who_may_call_it() => WithoutOneAccess(PlatformRoutes.Public).ShouldBeNone();

    [Fact]
    public void Every_POST_says_whether_it_has_an_effect() => WithoutEffect(PlatformRoutes.Public).ShouldBeNone();

    [Fact]
    public void Every_route_is_described_in_one_line_and_has_one_tag() =>
        PlatformRoutes.Public.Where(r => r.Metadata.GetMetadata<IEndpointSummaryMetadata>() is not { Summary.Length: > 0 } || r.Metadata.GetMetadata<ITagsMetadata>() is not { Tags.Count: 1 })
            .Select(PlatformRoutes.NameOf).ShouldBeNone();

    [Fact]
    public void Paths_are_kebab_case_and_their_parameters_snake_case() => Ugly(PlatformRoutes.Public).ShouldBeNone();

    [Fact]
    public void Nothing_but_the_open_routes_lives_outside_v1() =>
        PlatformRoutes.All.Except(PlatformRoutes.Public).Select(r => r.RoutePattern.RawText).Should().BeSubsetOf(Open);

    [Fact]
    public void A_scope_is_one_of_the_list_and_every_scope_opens_something_or_waits_for_its_routes() =>
        PlatformRoutes.Public.Select(r => r.Metadata.GetMetadata<Access>()?.Scope).OfType<string>().Should().BeSubsetOf(Scopes.All);

    [Fact]
    public void Whatever_is_composed_can_be_made_and_no_singleton_holds_on_to_a_request()
    {
        var builder = PlatformRoutes.Builder();
        builder.Host.UseDefaultServiceProvider(o => (o.ValidateOnBuild, o.ValidateScopes) = (true, true));

        builder.Invoking(b => b.Build()).Should().NotThrow();
    }

    [Fact]
    public void The_rules_see_a_route_that_breaks_them()
    {
        WithoutOneAccess([Planted("GET", "/v1/things")]).Should().Equal("GET /v1/things");
        WithoutOneAccess([Planted("GET", "/v1/things", new Access("a"), new Access("b"))]).Should().ContainSingle();
        WithoutEffect([Planted("POST", "/v1/things", new Access("a"))]).Should().Equal("POST /v1/things");
        WithoutEffect([Planted("POST", "/v1/things", new IdempotentRoute(), new PureQuestion())]).Should().ContainSingle();
        WithoutEffect([Planted("POST", "/v1/things", new IdempotentRoute()), Planted("GET", "/v1/things")]).Should().BeEmpty();
        Ugly([Planted("GET", "/v1/someThings/{id}"), Planted("GET", "/v1/some_things"), Planted("GET", "/v1/things/{ThingId}")]).Should().HaveCount(3);
    }

    private static IEnumerable<string> WithoutOneAccess(IEnumerable<RouteEndpoint> routes) =>
        routes.Where(r => r.Metadata.GetOrderedMetadata<Access>().Count != 1).Select(PlatformRoutes.NameOf);

    private static IEnumerable<string> WithoutEffect(IEnumerable<RouteEndpoint> routes) =>
        routes.Where(r => PlatformRoutes.MethodOf(r) == "POST" && (r.Metadata.GetMetadata<IdempotentRoute>() is null) == (r.Metadata.GetMetadata<PureQuestion>() is null))
            .Select(PlatformRoutes.NameOf);

    private static IEnumerable<string> Ugly(IEnumerable<RouteEndpoint> routes) =>
        routes.Where(r => r.RoutePattern.PathSegments.SelectMany(s => s.Parts).Any(IsUgly)).Select(PlatformRoutes.NameOf);

    private static bool IsUgly(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'),
        RoutePatternParameterPart parameter => parameter.Name.Any(c => !char.IsAsciiLetterLower(c) && c != '_'),
        _ => true,
    };

    private static RouteEndpoint Planted(string method, string path, params object[] metadata) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(path), 0, new EndpointMetadataCollection([new HttpMethodMetadata([method]), .. metadata]), path);
}
