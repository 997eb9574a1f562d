using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.Api.Verifications.Reading;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>A machine read a document only where it found all that the document is said to show. The papers are invented.</summary>
public sealed class FieldsReadTests
{
    private const string Extract = "Amtsgericht Musterstadt|Handelsregister B|HRB 999999|Werkstatt Beispiel GmbH|Geschäftsanschrift: Musterstraße 1, 00000 Musterstadt|Abruf vom 03.09.2026";
    private const string Bill = "Factura de electricidad|Titular: Teo Muestra|Calle de Ejemplo, 3, 2º B|46000 Ciudad Muestra|Fecha de emisión 12/09/2026, período 01/08/2026 - 31/08/2026";

    [Theory]
    [InlineData(Extract, """{ "type": "commercial_register_extract", "issued_on": "2026-09-03", "fields": { "business_name": "Werkstatt Beispiel GmbH", "address": "Musterstrasse 1, Musterstadt" } }""")]
    [InlineData(Extract, """{ "type": "commercial_register_extract", "fields": { "registration_number": "HRB 999999", "postal_code": "00000", "city": "Musterstadt" } }""")]
    [InlineData("Handelsregister|Firma: Werkstatt Beispiel GmbH, Musterstadt", """{ "type": "commercial_register_extract", "fields": { "business_name": "Werkstatt Beispiel GmbH" } }""")]
    [InlineData("Companies House|Name   EXAMPLE, INC. (Delaware)", """{ "type": "business_registration", "fields": { "business_name": "Example, Inc." } }""")]
    [InlineData(Bill, """{ "type": "utility_bill", "issued_on": "2026-09-12", "fields": { "address": "Calle de Ejemplo 3, Ciudad Muestra" } }""")]
    public void All_that_is_stated_was_found(string text, string about) => Of(text, about).Outcome.Should().Be(CheckOutcome.Passed);

    [Theory]
    [InlineData("business_name", Extract, """{ "type": "commercial_register_extract", "fields": { "business_name": "Werkstatt GmbH" } }""")]
    [InlineData("business_name", Extract, """{ "type": "commercial_register_extract", "fields": { "business_name": "Beispiel GmbH" } }""")]
    [InlineData("business_name", "Handelsregister|Alte Werkstatt Beispiel GmbH & Co. KG", """{ "type": "commercial_register_extract", "fields": { "business_name": "Werkstatt Beispiel GmbH" } }""")]
    [InlineData("issued_on", Extract, """{ "type": "commercial_register_extract", "issued_on": "2026-10-03", "fields": { "business_name": "Werkstatt Beispiel GmbH" } }""")]
    [InlineData("issued_on", Bill, """{ "type": "utility_bill", "issued_on": "2026-08-31", "fields": { "address": "Calle de Ejemplo 3, Ciudad Muestra" } }""")]
    [InlineData("expires_on", Bill, """{ "type": "utility_bill", "expires_on": "2026-09-12", "fields": { "address": "Calle de Ejemplo 3, Ciudad Muestra" } }""")]
    [InlineData("expires_on", Extract, """{ "type": "commercial_register_extract", "expires_on": "2030-01-01", "fields": { "business_name": "Werkstatt Beispiel GmbH" } }""")]
    [InlineData("address", Extract, """{ "type": "commercial_register_extract", "fields": { "address": "Musterstraße 2, Musterstadt" } }""")]
    [InlineData("address", Extract, """{ "type": "commercial_register_extract", "fields": { "address": "Amtsgericht 00000" } }""")]
    [InlineData("registration_number", Extract, """{ "type": "commercial_register_extract", "fields": { "registration_number": "99999" } }""")]
    [InlineData("nationality", Extract, """{ "type": "commercial_register_extract", "fields": { "nationality": "DE" } }""")]
    public void What_was_not_found_is_left_to_a_person(string missing, string text, string about)
    {
        var read = Of(text, about);

        (read.Outcome, read.TypeTold).Should().Be((CheckOutcome.Inconclusive, true));
        read.Unread.Should().Equal(missing);
    }

    [Fact]
    public void Another_paper_that_shows_the_same_is_not_the_one_that_is_asked_for()
    {
        Of(Bill, """{ "type": "rent_receipt", "fields": { "address": "Calle de Ejemplo 3, Ciudad Muestra" } }""").Should().BeEquivalentTo(new { TypeTold = false, Outcome = CheckOutcome.Inconclusive });
        Of(Extract.Replace("Handelsregister", "Angebot", StringComparison.Ordinal), """{ "type": "commercial_register_extract", "fields": { "business_name": "Werkstatt Beispiel GmbH" } }""").Outcome.Should().Be(CheckOutcome.Inconclusive);
        Of(Extract, """{ "type": "brand_licence", "fields": { "business_name": "Werkstatt Beispiel GmbH" } }""").Should().BeEquivalentTo(new { TypeTold = (bool?)null, Outcome = CheckOutcome.Inconclusive });
        Of(Extract, """{ "type": "commercial_register_extract" }""").Outcome.Should().Be(CheckOutcome.Inconclusive, "nothing is stated");
    }

    [Fact]
    public void A_zone_that_is_read_right_shows_what_it_holds_and_which_document_it_is_of()
    {
        string[] zone = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
        const string Stated = """{ "type": "passport", "expires_on": "2012-04-15", "fields": { "family_name": "Eriksson", "given_name": "Anna", "date_of_birth": "1974-08-12", "document_number": "L898902C3" } }""";

        OfZone(zone, Stated).Outcome.Should().Be(CheckOutcome.Passed);
        OfZone(zone, Stated.Replace("passport", "national_id_card", StringComparison.Ordinal)).Outcome.Should().Be(CheckOutcome.Inconclusive, "it is a passport's");
        OfZone(zone, Stated.Replace("2012-04-15", "2032-04-15", StringComparison.Ordinal)).Unread.Should().Equal("expires_on");
        OfZone([zone[0], zone[1].Replace("740812", "740912", StringComparison.Ordinal)], Stated).Outcome.Should().Be(CheckOutcome.Inconclusive, "a misread zone says nothing");
    }

    private static FieldsRead Of(string text, string about) => FieldsRead.Of(new DocumentText(text.Split('|'), true, "told"), null, JsonDocument.Parse(about).RootElement);

    private static FieldsRead OfZone(string[] lines, string about) =>
        FieldsRead.Of(new DocumentText(lines, false, "told"), MrzInText.Find(lines, new DateOnly(2026, 11, 27)), JsonDocument.Parse(about).RootElement);
}
