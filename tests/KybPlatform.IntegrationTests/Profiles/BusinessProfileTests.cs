using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Profiles;

public sealed class BusinessProfileTests(PlatformApp app)
{
    [Fact]
    public async Task A_profile_is_read_as_it_was_given_with_canonical_identifiers_and_ids_for_its_people()
    {
        var tenant = await app.ANewTenantAsync();
        var body = Submissions.Business(number: " 012 34567 ");
        body["reference_id"] = "cust-1";

        var made = (await tenant.PostAsync("/v1/business-profiles", body, idempotencyKey: "one")).ShouldBe(201);
        var read = (await tenant.GetAsync($"/v1/business-profiles/{made.Text("/id")}")).ShouldBe(200);

        read.Text("/legal_name").Should().Be(Submissions.Name);
        read.Text("/identifiers/0/value").Should().Be("01234567");
        read.Text("/people/0/id").Should().StartWith("per_");
        read.Text("/people/0/email").Should().Be("ada@example.com");
        read.Text("/provenance/*/source").Should().Be("claimed");
        read.ETag.Should().Be(made.ETag);
        (await tenant.PostAsync("/v1/business-profiles", body, idempotencyKey: "one")).ShouldBe(201).Bytes.Should().Equal(made.Bytes);
    }

    [Fact]
    public async Task A_merge_patch_sets_merges_and_removes_and_history_tells_from_what_to_what()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/business-profiles", Submissions.Business())).ShouldBe(201);
        var path = $"/v1/business-profiles/{made.Text("/id")}";

        var changed = (await tenant.PatchAsync(path, """{ "trade_name": "Harbour", "website": null, "registered_address": { "city": "Leeds" } }""", made.ETag)).ShouldBe(200);

        changed.Text("/trade_name").Should().Be("Harbour");
        changed.Has("/website").Should().BeFalse();
        changed.Text("/registered_address/city").Should().Be("Leeds");
        changed.Text("/registered_address/line1").Should().Be("1 Example Street");
        changed.At("/provenance").EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("*", "registered_address.city", "trade_name");
        (await tenant.PatchAsync(path, """{ "trade_name": "Late" }""", made.ETag)).ShouldBeRefused(412, "version_mismatch");
        (await tenant.PatchAsync(path, """{ "people": [] }""")).ShouldBeRefused(422, "people_are_subresources");
        (await tenant.PatchAsync(path, """{ "legal_nam": "x" }""")).ShouldBeRefused(422, "unknown_field").ShouldBlame("/legal_nam", "unknown_field");
        (await tenant.PatchAsync(path, """{ "reference_id": 7 }""")).ShouldBeRefused(422, "invalid_type");

        var history = (await tenant.GetAsync(path + "/history")).ShouldBe(200);
        history.At("/data").GetArrayLength().Should().Be(2);
        history.At("/data/0/changes").EnumerateArray().Should().ContainSingle(c => c.Text("/path") == "registered_address.city" && c.Text("/old") == "London" && c.Text("/new") == "Leeds");
        var reader = await tenant.WithScopesAsync("profiles:read");
        var withheld = (await reader.GetAsync(path + "/history")).ShouldBe(200);
        withheld.Text("/data/0/values").Should().Be("withheld");
        withheld.Body.Should().NotContain("Leeds");
    }

    [Fact]
    public async Task People_are_added_changed_and_removed_one_by_one()
    {
        var tenant = await app.ANewTenantAsync();
        var path = $"/v1/business-profiles/{(await tenant.PostAsync("/v1/business-profiles", Submissions.Business())).ShouldBe(201).Text("/id")}";

        var added = (await tenant.PostAsync(path + "/people", new { roles = new[] { "owner" }, given_name = "Ben", family_name = "Sample", ownership_percent = 20 })).ShouldBe(201);
        var person = $"{path}/people/{added.Text("/id")}";
        (await tenant.PatchAsync(person, """{ "email": "ben@example.com", "ownership_percent": null }""", added.ETag)).ShouldBe(200).Text("/email").Should().Be("ben@example.com");
        (await tenant.PatchAsync(person, """{ "id": "per_x" }""")).ShouldBeRefused(422, "read_only");
        (await tenant.GetAsync(path)).ShouldBe(200).At("/people").EnumerateArray().Select(p => p.Text("/given_name")).Should().Equal("Ada", "Ben");
        (await tenant.GetAsync("/v1/business-profiles?email=BEN@example.com")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(1);
        (await tenant.DeleteAsync(person)).ShouldBe(204);

        (await tenant.GetAsync(path)).ShouldBe(200).At("/people").GetArrayLength().Should().Be(1);
        (await tenant.PatchAsync(person, """{ "email": "x@example.com" }""")).ShouldBeRefused(404, "not_found");
        (await tenant.GetAsync("/v1/business-profiles?email=ben@example.com")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        var stranger = await app.ANewTenantAsync();
        (await stranger.GetAsync(path)).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task Profiles_are_found_by_name_number_reference_and_person_and_lists_tell_nothing_of_people()
    {
        var tenant = await app.ANewTenantAsync();
        var body = Submissions.Business();
        body["reference_id"] = "cust-9";
        var id = (await tenant.PostAsync("/v1/business-profiles", body)).ShouldBe(201).Text("/id");
        await tenant.PostAsync("/v1/business-profiles", new { legal_name = "Someone Else" }).ShouldBeAsync(201);

        foreach (var query in (string[])["name=example%20%20HARB", "identifier=GB:CRN:01234567", "reference_id=cust-9", "person_name=ada%20sample", "email=ada@example.com", "phone=%2B44%2020%207946%200018"])
        {
            var found = (await tenant.GetAsync($"/v1/business-profiles?{query}")).ShouldBe(200);
            found.At("/data").EnumerateArray().Select(p => p.Text("/id")).Should().Equal([id], "of {0}", query);
            found.Body.Should().NotContain("Ada").And.NotContain("ada@").And.NotContain("Example Street");
        }
        (await tenant.GetAsync("/v1/business-profiles?identifier=nonsense")).ShouldBeRefused(422, "invalid_identifier");
    }

    [Fact]
    public async Task The_same_number_links_profiles_and_never_merges_them()
    {
        var tenant = await app.ANewTenantAsync();
        var first = (await tenant.PostAsync("/v1/business-profiles", Submissions.Business())).ShouldBe(201);

        var second = (await tenant.PostAsync("/v1/business-profiles", Submissions.Business(number: "012-34567", name: "Another Sample Ltd"))).ShouldBe(201);

        first.At("").Texts("/possible_duplicates").Should().BeEmpty();
        second.At("").Texts("/possible_duplicates").Should().Equal(first.Text("/id"));
        second.Text("/legal_name").Should().Be("Another Sample Ltd");
        (await tenant.PatchAsync($"/v1/business-profiles/{second.Text("/id")}", """{ "identifiers": [] }""")).ShouldBe(200).At("").Texts("/possible_duplicates").Should().BeEmpty();
    }

    [Fact]
    public async Task Beneficial_owners_are_computed_and_what_is_unexplained_is_said()
    {
        var tenant = await app.ANewTenantAsync();
        var body = Submissions.Business();
        body["people"]!.AsArray().Add(new JsonObject { ["roles"] = new JsonArray("owner"), ["given_name"] = "Ben", ["family_name"] = "Sample", ["ownership_percent"] = 10 });
        var path = $"/v1/business-profiles/{(await tenant.PostAsync("/v1/business-profiles", body)).ShouldBe(201).Text("/id")}/beneficial-owners";

        var usual = (await tenant.GetAsync(path)).ShouldBe(200);
        usual.At("/owners").EnumerateArray().Select(o => (o.Text("/given_name"), o.At("/percent").GetDecimal())).Should().Equal(("Ada", 80m));
        usual.At("/unexplained_percent").GetDecimal().Should().Be(10);
        usual.At("/may_be_more").GetBoolean().Should().BeFalse();
        var low = (await tenant.GetAsync(path + "?threshold=10")).ShouldBe(200);
        low.At("/owners").GetArrayLength().Should().Be(2);
        low.At("/may_be_more").GetBoolean().Should().BeTrue();
        (await tenant.GetAsync(path + "?threshold=lots")).ShouldBeRefused(422, "out_of_range");
        usual.At("/owners/0/ways/0/through").GetArrayLength().Should().Be(0, "the share is held directly");
        usual.At("/owners/0/controls").GetBoolean().Should().BeTrue();

        var statements = (await tenant.GetAsync(path.Replace("beneficial-owners", "ownership-statements", StringComparison.Ordinal))).ShouldBe(200);
        var asked = (await tenant.PostAsync("/v1/ownership/beneficial-owners", $$"""{ "subject": "business", "threshold_percent": 10, "statements": {{statements.At("/statements").GetRawText()}} }""")).ShouldBe(200);
        asked.At("/owners").EnumerateArray().Select(o => (o.Text("/name"), o.At("/least").GetDecimal())).Should().Equal(("Ada Sample", 80m), ("Ben Sample", 10m));
        asked.At("/explained").GetDecimal().Should().Be(90);
        (await tenant.PostAsync("/v1/ownership/beneficial-owners", """{ "subject": "a", "statements": {} }""")).Status.Should().Be(422);
    }

    [Fact]
    public async Task An_identifier_with_a_half_missing_is_refused_where_it_stands()
    {
        var tenant = await app.ANewTenantAsync();

        var refused = (await tenant.PostAsync("/v1/business-profiles", """{ "legal_name": "Half", "identifiers": [{ "scheme": "GB:CRN" }, { "value": "1" }] }""")).ShouldBeRefused(422, "required");

        refused.ShouldBlame("/identifiers/0/value", "required").ShouldBlame("/identifiers/1/scheme", "required");
        await tenant.PostAsync("/v1/business-profiles", "[]").ShouldBeRefusedAsync(422, "invalid_type");
    }

    [Fact]
    public async Task An_individual_is_kept_changed_found_and_redacted_under_their_own_key()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.PostAsync("/v1/individual-profiles", new { given_name = "Ivy", family_name = "Sample", email = "ivy@example.com", phone = "+447700900009", address = new { city = "London", country = "GB" } })).ShouldBe(201);
        var path = $"/v1/individual-profiles/{made.Text("/id")}";

        (await tenant.PatchAsync(path, """{ "address": { "city": "Leeds" }, "phone": null }""", made.ETag)).ShouldBe(200).Text("/address/country").Should().Be("GB");
        (await tenant.GetAsync("/v1/individual-profiles?name=ivy%20sample")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(1);
        (await tenant.GetAsync(path + "/history")).ShouldBe(200).At("/data/0/changes").EnumerateArray().Select(c => c.Text("/path")).Should().Equal("address.city", "phone");

        (await tenant.PostAsync(path + "/redact")).ShouldBe(200).Body.Should().NotContain("Ivy");
        (await tenant.GetAsync(path)).ShouldBe(200).Has("/given_name").Should().BeFalse();
        (await tenant.GetAsync(path + "/history")).ShouldBe(200).Text("/data/0/values").Should().Be("erased");
        (await tenant.GetAsync("/v1/individual-profiles?name=ivy%20sample")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        (await tenant.PatchAsync(path, """{ "given_name": "New" }""")).ShouldBeRefused(409, "profile_redacted");
    }
}
