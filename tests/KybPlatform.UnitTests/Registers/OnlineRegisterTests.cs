using AwesomeAssertions;
using KybPlatform.Api.Registers;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Online;
using KybPlatform.UnitTests.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace KybPlatform.UnitTests.Registers;

/// <summary>Each adapter over HTTP against answers in the shape that its register documents. Companies and people are invented.</summary>
public sealed class OnlineRegisterTests
{
    [Fact]
    public async Task Companies_House_tells_company_officers_and_controllers()
    {
        await using var register = await Simulator.OfAsync(
            ("/company/01234567", """{ "company_number": "01234567", "company_name": "EXAMPLE HARBOUR LTD", "company_status": "active", "type": "ltd", "date_of_creation": "2009-05-01", "registered_office_address": { "address_line_1": "1 Example Street", "locality": "London", "postal_code": "ZZ99 9ZZ", "country": "England" }, "previous_company_names": [{ "name": "EXAMPLE QUAY LTD", "ceased_on": "2015-01-01" }] }"""),
            ("/company/01234567/officers", """{ "items": [{ "name": "FICTIONAL, Ada", "officer_role": "director", "appointed_on": "2010-01-01", "date_of_birth": { "month": 2, "year": 1980 } }, { "name": "EXAMPLE SECRETARIES LTD", "officer_role": "corporate-secretary", "resigned_on": "2012-01-01" }] }"""),
            ("/company/01234567/persons-with-significant-control", """{ "items": [{ "name": "Ms Ada Fictional", "kind": "individual-person-with-significant-control", "natures_of_control": ["ownership-of-shares-50-to-75-percent", "voting-rights-50-to-75-percent"], "notified_on": "2016-04-06" }, { "name": "Example Holding Ltd", "kind": "corporate-entity-person-with-significant-control", "natures_of_control": ["ownership-of-shares-25-to-50-percent"], "identification": { "registration_number": "07654321" } }] }"""));

        var found = await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "01234567", withParties: true);

        found.Result.Should().Be(LookUpResult.Found);
        found.Record!.Status.Should().Be(RegisterStatus.Active);
        found.Record.Names.Select(n => n.Name).Should().Equal("EXAMPLE HARBOUR LTD", "EXAMPLE QUAY LTD");
        found.Record.Parties!.Select(p => $"{p.Role} {p.Name} {p.PercentAtLeast}-{p.PercentAtMost} {p.BirthYearMonth}").Should().Equal(
            "director FICTIONAL, Ada - 1980-02", "corporate_secretary EXAMPLE SECRETARIES LTD - ", "owner Ms Ada Fictional 50-75 ", "owner Example Holding Ltd 25-50 ");
        found.Record.Parties![3].Number.Should().Be(new RegisterNumber("GB:CRN", "07654321"));
        found.Raw.Should().Contain("natures_of_control");
        register.Last["Authorization"].Should().Be("Basic " + Convert.ToBase64String("key-of-the-tests:"u8));
    }

    [Theory]
    [InlineData(3, 230, null)]
    [InlineData(5, 700, "officers")]
    public async Task Officers_are_read_page_by_page_and_what_lies_beyond_the_last_is_not_known(int pages, int total, string? untold)
    {
        var asked = 0;
        await using var register = await Simulator.StartAsync(h =>
        {
            if (h.Request.Path == "/company/01234567") return Simulator.JsonAsync(h, """{ "company_number": "01234567", "company_name": "EXAMPLE HARBOUR LTD", "company_status": "active" }""");
            if (h.Request.Path != "/company/01234567/officers") return Simulator.JsonAsync(h, """{ "items": [], "total_results": 0 }""");
            Interlocked.Increment(ref asked);
            var first = int.Parse(h.Request.Query["start_index"]!, System.Globalization.CultureInfo.InvariantCulture);
            var people = Enumerable.Range(first, Math.Min(100, total - first)).Select(i => $$"""{ "name": "EXAMPLE, Person {{i}}", "officer_role": "director" }""");
            return Simulator.JsonAsync(h, $$"""{ "total_results": {{total}}, "items": [{{string.Join(", ", people)}}] }""");
        });

        var found = await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "01234567", withParties: true);

        asked.Should().Be(pages);
        found.Record!.Parties!.Select(p => p.Name).Distinct().Should().HaveCount(Math.Min(total, 500));
        (found.Untold is null ? null : string.Join(' ', found.Untold)).Should().Be(untold);
    }

    [Theory]
    [InlineData(500, "{}", null, "officers controllers")]
    [InlineData(200, "{ \"something\": \"else\" }", null, "officers controllers")]
    [InlineData(404, """{ "errors": [{ "error": "company-psc-not-found", "type": "ch:service" }] }""", "", null)]
    public async Task People_that_could_not_be_told_are_not_known_which_is_not_the_same_as_none(int status, string body, string? known, string? untold)
    {
        await using var register = await Simulator.StartAsync(h =>
        {
            var isCompany = h.Request.Path == "/company/01234567";
            h.Response.StatusCode = isCompany ? 200 : status;
            return Simulator.JsonAsync(h, isCompany ? """{ "company_number": "01234567", "company_name": "EXAMPLE HARBOUR LTD", "company_status": "active" }""" : body);
        });

        var found = await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "01234567", withParties: true);

        found.Result.Should().Be(LookUpResult.Found, "the company is there all the same");
        (found.Record!.Parties is { } parties ? string.Join(' ', parties.Select(p => p.Name)) : null).Should().Be(known);
        (found.Untold is { } missing ? string.Join(' ', missing) : null).Should().Be(untold);
    }

    [Fact]
    public async Task A_recorded_company_is_read()
    {
        await using var register = await Simulator.OfAsync(("/company/08957400", System.Text.Encoding.UTF8.GetString(Datasets.Real("companies-house", "company_candour.json"))));

        var found = await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "08957400");

        found.Record!.Names[0].Name.Should().Be("CANDOUR GROUP LIMITED");
        found.Record.Addresses!.Single().PostalCode.Should().Be("CT1 3DZ");
    }

    [Fact]
    public async Task GLEIF_tells_entity_and_parent()
    {
        await using var register = await Simulator.OfAsync(
            ("/api/v1/lei-records/851WYGNLUQLFZBSYGB56", """{ "data": { "type": "lei-records", "attributes": { "lei": "851WYGNLUQLFZBSYGB56", "entity": { "legalName": { "name": "EXAMPLE BANK" }, "status": "ACTIVE" }, "registration": { "status": "ISSUED" } } } }"""),
            ("/api/v1/lei-records/851WYGNLUQLFZBSYGB56/direct-parent-relationship", """{ "data": { "type": "relationship-records", "attributes": { "relationship": { "startNode": { "id": "851WYGNLUQLFZBSYGB56" }, "endNode": { "id": "21380068P1DRHMJ8KU70" }, "type": "IS_DIRECTLY_CONSOLIDATED_BY", "status": "ACTIVE" } } } }"""));

        var found = await AskAsync(new GleifRegister(register.Settings("gleif"), register.Line(), TimeProvider.System), "XX:LEI", "851WYGNLUQLFZBSYGB56", withParties: true);

        found.Record!.Parties!.Single().Should().BeEquivalentTo(new { Role = "parent", Number = new RegisterNumber("XX:LEI", "21380068P1DRHMJ8KU70") });
        found.Untold.Should().Equal(["ultimate_parent"], "a 404 that is not in the register's words says nothing");
    }

    [Fact]
    public async Task Bronnoysund_tells_unit_and_roles()
    {
        await using var register = await Simulator.OfAsync(
            ("/enhetsregisteret/api/enheter/923609016", """{ "organisasjonsnummer": "923609016", "navn": "EKSEMPEL AS", "organisasjonsform": { "kode": "AS" }, "stiftelsesdato": "1995-12-12", "konkurs": true, "forretningsadresse": { "landkode": "NO", "postnummer": "7030", "poststed": "TRONDHEIM", "adresse": ["Eksempel gate 1"] } }"""),
            ("/enhetsregisteret/api/enheter/923609016/roller", """{ "rollegrupper": [{ "type": { "kode": "DAGL" }, "roller": [{ "type": { "kode": "DAGL" }, "person": { "fodselsdato": "1980-02-03", "navn": { "fornavn": "Ada", "etternavn": "Fiktiv" } }, "fratraadt": false }, { "type": { "kode": "MEDL" }, "person": { "navn": { "fornavn": "Borte", "etternavn": "Fiktiv" } }, "fratraadt": true }] }] }"""));
        var brreg = new BrregRegister(register.Settings("brreg"), register.Line(), TimeProvider.System);

        var found = await AskAsync(brreg, "NO:ORGNR", "923609016", withParties: true);

        found.Record!.Status.Should().Be(RegisterStatus.InInsolvency);
        found.Record.Parties!.Single().Should().BeEquivalentTo(new { Name = "Ada Fiktiv", Role = "managing_director", BirthYearMonth = "1980-02" });
        (await AskAsync(brreg, "NO:ORGNR", "974760673")).Result.Should().Be(LookUpResult.NotFound);
    }

    [Theory]
    [InlineData("""{ "countryCode": "CZ", "vatNumber": "12345674", "valid": true, "name": "Example s.r.o.", "address": "Příkladná 1\n110 00  PRAHA 1" }""", LookUpResult.Found, null)]
    [InlineData("""{ "countryCode": "CZ", "vatNumber": "12345674", "valid": false, "name": "---", "address": "---", "traderName": "---" }""", LookUpResult.NotFound, null)]
    [InlineData("""{ "valid": false, "userError": "MS_UNAVAILABLE" }""", LookUpResult.Unavailable, "ms_unavailable")]
    [InlineData("""{ "actionSucceed": false, "errorWrappers": [{ "error": "MS_MAX_CONCURRENT_REQ" }] }""", LookUpResult.Unavailable, "ms_max_concurrent_req")]
    public async Task VIES_says_valid_not_valid_or_that_a_member_state_is_away(string json, LookUpResult expected, string? trouble)
    {
        await using var register = await Simulator.OfAsync(("/check-vat-number", json));
        var vies = new ViesRegister(register.Settings("vies"), register.Line(), TimeProvider.System);

        var finding = await AskAsync(vies, vies.Schemes.Single(s => s.StartsWith("CZ:", StringComparison.Ordinal)), "12345674");

        (finding.Result, finding.Trouble).Should().Be((expected, trouble));
        if (expected == LookUpResult.Found) finding.Record!.Addresses!.Single().PostalCode.Should().Be("110 00");
        register.LastBody.Should().Be("""{"countryCode":"CZ","vatNumber":"12345674"}""");
    }

    [Fact]
    public async Task SEC_ABN_Sirene_KVK_and_OpenCorporates_are_read()
    {
        await using var register = await Simulator.StartAsync(h => h.Request.Path.Value switch
        {
            "/submissions/CIK0000320193.json" => Simulator.JsonAsync(h, """{ "cik": "320193", "name": "EXAMPLE FILER INC", "exchanges": ["NYSE"], "ein": "123456789", "formerNames": [] }"""),
            "/AbnDetails.aspx" => Simulator.JsonAsync(h, """c({"Abn":"51824753556","AbnStatus":"Active","Acn":"","AddressPostcode":"2600","AddressState":"ACT","BusinessName":["Example Trading"],"EntityName":"EXAMPLE PTY LTD","EntityTypeCode":"PRV","Message":""})""", "text/javascript"),
            "/AcnDetails.aspx" => Simulator.JsonAsync(h, """c({"Abn":"","AbnStatus":"","BusinessName":[],"EntityName":"","Message":"The GUID entered is not recognised as a Registered Party"})""", "text/javascript"),
            "/siren/552100554" => Simulator.JsonAsync(h, """{ "uniteLegale": { "siren": "552100554", "statutDiffusionUniteLegale": "O", "dateCreationUniteLegale": "1955-01-01", "periodesUniteLegale": [{ "dateFin": null, "etatAdministratifUniteLegale": "A", "denominationUniteLegale": "EXEMPLE SA", "categorieJuridiqueUniteLegale": "5599" }, { "dateFin": "2000-01-01", "etatAdministratifUniteLegale": "C", "denominationUniteLegale": "AUTREFOIS" }] } }"""),
            "/v1/basisprofielen/12345678" => Simulator.JsonAsync(h, """{ "kvkNummer": "12345678", "naam": "Voorbeeld B.V.", "formeleRegistratiedatum": "20120401", "materieleRegistratie": { "datumAanvang": "20120401" }, "statutaireNaam": "Voorbeeld Beheer B.V.", "handelsnamen": [{ "naam": "Voorbeeld B.V." }], "_embedded": { "hoofdvestiging": { "adressen": [{ "type": "bezoekadres", "straatnaam": "Voorbeeldstraat", "huisnummer": 1, "postcode": "1234AB", "plaats": "Utrecht", "land": "Nederland" }] }, "eigenaar": { "rechtsvorm": "BeslotenVennootschap" } } }"""),
            "/v0.4/companies/gb/01234567" => Simulator.JsonAsync(h, """{ "results": { "company": { "name": "EXAMPLE LTD", "company_number": "01234567", "current_status": "In Liquidation", "inactive": false, "incorporation_date": "2009-05-01", "registered_address": { "street_address": "1 Example Street", "locality": "London", "postal_code": "ZZ99 9ZZ", "country": "England" } } } }"""),
            _ => Simulator.Status(h, 404),
        });
        T Of<T>(Func<Api.Http.Outbound.ProviderSettings, Api.Http.Outbound.OutboundLine, TimeProvider, T> make) => make(register.Settings("x"), register.Line(), TimeProvider.System);

        (await AskAsync(Of((s, l, c) => new SecRegister(s, l, c)), "US:CIK", "320193")).Record!.Status.Should().Be(RegisterStatus.Active);
        register.Last["User-Agent"].Should().Be("Tests tests@example.com");
        var abn = Of((s, l, c) => new AbnRegister(s, l, c));
        (await AskAsync(abn, "AU:ABN", "51824753556")).Record!.Names.Select(n => n.Name).Should().Equal("EXAMPLE PTY LTD", "Example Trading");
        (await AskAsync(abn, "AU:ACN", "004085616")).Result.Should().Be(LookUpResult.Unavailable, "a refused key is no statement about the number");
        (await AskAsync(Of((s, l, c) => new SireneRegister(s, l, c)), "FR:SIREN", "552100554")).Record.Should().BeEquivalentTo(new { Status = RegisterStatus.Active, LegalForm = "5599" });
        register.Last["X-INSEE-Api-Key-Integration"].Should().Be("key-of-the-tests");
        var kvk = (await AskAsync(Of((s, l, c) => new KvkRegister(s, l, c)), "NL:KVK", "12345678")).Record!;
        kvk.IncorporatedOn.Should().Be(new DateOnly(2012, 4, 1));
        kvk.Addresses!.Single().Lines.Should().Equal("Voorbeeldstraat 1");
        var open = Of((s, l, c) => new OpenCorporatesRegister(s, l, c));
        (await AskAsync(open, "GB:CRN", "01234567")).Record!.Status.Should().Be(RegisterStatus.InInsolvency);
        open.Authoritative.Should().BeFalse();
    }

    [Fact]
    public async Task A_register_that_does_not_know_a_number_says_so_in_its_own_words()
    {
        await using var register = await Simulator.StartAsync(async h =>
        {
            h.Response.StatusCode = 404;
            await Simulator.JsonAsync(h, h.Request.Path.Value!.StartsWith("/company", StringComparison.Ordinal)
                ? """{ "errors": [{ "error": "company-profile-not-found", "type": "ch:service" }] }"""
                : """{ "errors": [{ "status": "404", "title": "Resource not found." }] }""");
        });

        (await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "01234567")).Result.Should().Be(LookUpResult.NotFound);
        (await AskAsync(new GleifRegister(register.Settings("gleif"), register.Line(), TimeProvider.System), "XX:LEI", "851WYGNLUQLFZBSYGB56")).Result.Should().Be(LookUpResult.NotFound);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>", "application/xml", LookUpResult.NotFound)]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code></Error>", "application/xml", LookUpResult.Unavailable)]
    [InlineData("<html>NoSuchKey</html>", "text/html", LookUpResult.Unavailable)]
    [InlineData("{}", "application/json", LookUpResult.Unavailable)]
    public async Task SEC_says_in_XML_that_nobody_files_under_a_number(string body, string type, LookUpResult expected)
    {
        await using var register = await Simulator.StartAsync(h =>
        {
            h.Response.StatusCode = 404;
            return Simulator.JsonAsync(h, body, type);
        });

        (await AskAsync(new SecRegister(register.Settings("sec"), register.Line(), TimeProvider.System), "US:CIK", "999999999")).Result.Should().Be(expected);
    }

    [Fact]
    public async Task An_entry_under_another_number_says_nothing_about_the_one_that_was_asked_for()
    {
        await using var register = await Simulator.StartAsync(h => h.Request.Path.Value switch
        {
            "/company/01234567" => Simulator.JsonAsync(h, """{ "company_number": "07654321", "company_name": "SOMEBODY ELSE LTD", "company_status": "active" }"""),
            "/v0.4/companies/gb/01234567" => Simulator.JsonAsync(h, """{ "results": { "company": { "name": "SOMEBODY ELSE LTD", "company_number": "07654321", "current_status": "Active", "inactive": false } } }"""),
            "/v0.4/companies/gb/01234568" => Simulator.JsonAsync(h, """{ "results": { "company": { "name": "SOMEBODY ELSE", "company_number": "01234568", "jurisdiction_code": "ie", "current_status": "Active", "inactive": false } } }"""),
            "/AbnDetails.aspx" => Simulator.JsonAsync(h, """c({"Abn":"51824753556","AbnStatus":"Active","EntityName":"EXAMPLE PTY LTD"})""", "text/javascript"),
            _ => Simulator.JsonAsync(h, """{ "countryCode": "CZ", "vatNumber": "26185610", "valid": true, "name": "Example s.r.o." }"""),
        });

        (await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "01234567")).Should().BeEquivalentTo(new { Result = LookUpResult.Unavailable, Retry = true });
        (await AskAsync(new OpenCorporatesRegister(register.Settings("x"), register.Line(), TimeProvider.System), "GB:CRN", "01234567")).Result.Should().Be(LookUpResult.Unavailable);
        (await AskAsync(new OpenCorporatesRegister(register.Settings("x"), register.Line(), TimeProvider.System), "GB:CRN", "01234568")).Result.Should().Be(LookUpResult.Unavailable);
        (await AskAsync(new AbnRegister(register.Settings("x"), register.Line(), TimeProvider.System), "AU:ABN", "53004085616")).Result.Should().Be(LookUpResult.Unavailable);
        var vies = new ViesRegister(register.Settings("vies"), register.Line(), TimeProvider.System);
        (await AskAsync(vies, vies.Schemes.Single(s => s.StartsWith("CZ:", StringComparison.Ordinal)), "12345674")).Result.Should().Be(LookUpResult.Unavailable);
    }

    [Theory]
    [InlineData("""{ "message": "no Route matched with those values" }""", LookUpResult.Unavailable, LookUpResult.Unavailable)]
    [InlineData("""{ "header": { "statut": 404, "message": "Aucun élément trouvé pour le siren 552100554" } }""", LookUpResult.NotFound, LookUpResult.Unavailable)]
    [InlineData("""{ "fout": [{ "code": "IPD5200", "omschrijving": "KVK nummer 12345678 niet gevonden" }] }""", LookUpResult.Unavailable, LookUpResult.NotFound)]
    public async Task A_404_that_is_not_in_the_registers_words_blames_nobody(string body, LookUpResult sirene, LookUpResult kvk)
    {
        await using var register = await Simulator.StartAsync(h =>
        {
            h.Response.StatusCode = 404;
            return Simulator.JsonAsync(h, body);
        });

        (await AskAsync(new SireneRegister(register.Settings("x"), register.Line(), TimeProvider.System), "FR:SIREN", "552100554")).Result.Should().Be(sirene);
        (await AskAsync(new KvkRegister(register.Settings("x"), register.Line(), TimeProvider.System), "NL:KVK", "12345678")).Result.Should().Be(kvk);
    }

    [Fact]
    public async Task What_a_register_leaves_out_is_not_taken_as_good()
    {
        await using var register = await Simulator.OfAsync(
            ("/v1/basisprofielen/12345678", """{ "kvkNummer": "12345678", "naam": "Voorbeeld B.V." }"""),
            ("/enhetsregisteret/api/enheter/923609016", """{ "organisasjonsnummer": "923609016", "navn": "EKSEMPEL AS" }"""),
            ("/v0.4/companies/gb/01234567", """{ "results": { "company": { "name": "EXAMPLE LTD", "company_number": "01234567", "current_status": "Struck", "inactive": false, "dissolution_date": "2019-05-01" } } }"""),
            ("/api/v1/lei-records/851WYGNLUQLFZBSYGB56", """{ "data": { "type": "lei-records", "attributes": { "lei": "851WYGNLUQLFZBSYGB56", "entity": { "legalName": { "name": "EXAMPLE BANK" }, "status": "ACTIVE" }, "registration": { "status": "RETIRED" } } } }"""));

        (await AskAsync(new KvkRegister(register.Settings("x"), register.Line(), TimeProvider.System), "NL:KVK", "12345678")).Record!.Status.Should().Be(RegisterStatus.Unknown);
        (await AskAsync(new BrregRegister(register.Settings("x"), register.Line(), TimeProvider.System), "NO:ORGNR", "923609016")).Record!.Status.Should().Be(RegisterStatus.Unknown);
        (await AskAsync(new OpenCorporatesRegister(register.Settings("x"), register.Line(), TimeProvider.System), "GB:CRN", "01234567")).Record!.Status.Should().Be(RegisterStatus.Dissolved);
        (await AskAsync(new GleifRegister(register.Settings("x"), register.Line(), TimeProvider.System), "XX:LEI", "851WYGNLUQLFZBSYGB56")).Record!.Doubt.Should().Be("lei_retired");
    }

    [Theory]
    [InlineData(500, "{}", "application/json", "server_error")]
    [InlineData(401, "{}", "application/json", "refused")]
    [InlineData(404, "<html>maintenance</html>", "text/html", "status_404")]
    [InlineData(404, "{ \"message\": \"no Route matched with those values\" }", "application/json", "status_404")]
    [InlineData(302, "", "text/html", "status_302")]
    [InlineData(200, "<html>maintenance</html>", "text/html", "unexpected_content")]
    [InlineData(200, "{ \"company_number\": ", "application/json", "unexpected_content")]
    [InlineData(200, "{ \"something\": \"else\" }", "application/json", "unexpected_content")]
    public async Task Trouble_on_the_way_is_never_a_statement_about_the_company(int status, string body, string type, string trouble)
    {
        await using var register = await Simulator.StartAsync(async h =>
        {
            h.Response.StatusCode = status;
            await Simulator.JsonAsync(h, body, type);
        });

        var finding = await AskAsync(new CompaniesHouseRegister(register.Settings("companies_house"), register.Line(), TimeProvider.System), "GB:CRN", "01234567");

        (finding.Result, finding.Reason, finding.Trouble, finding.Retry).Should().Be((LookUpResult.Unavailable, "provider_unavailable", trouble, true));
    }

    [Fact]
    public async Task A_test_tenant_asks_the_sandbox()
    {
        await using var live = await Simulator.OfAsync();
        await using var sandbox = await Simulator.OfAsync();
        var register = new SecRegister(live.Settings("sec") with { SandboxUrl = sandbox.Url }, live.Line(), TimeProvider.System);

        await register.AskAsync(new RegisterQuestion(Simulator.Tenant, Live: false, "US:CIK", "1"), TestContext.Current.CancellationToken);

        (live.Asked.Count, sandbox.Asked.Count).Should().Be((0, 1));
    }

    private static Task<RegisterFinding> AskAsync(IOnlineRegister register, string scheme, string value, bool withParties = false) =>
        register.AskAsync(new RegisterQuestion(Simulator.Tenant, Live: true, scheme, value, withParties), TestContext.Current.CancellationToken);
}
