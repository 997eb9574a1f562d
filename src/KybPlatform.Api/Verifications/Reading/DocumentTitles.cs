using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>
/// By which words a document of some type is known, in the languages in which such papers are issued. A type that is not listed cannot be told by its words; a person looks at it.
/// </summary>
internal static class DocumentTitles
{
    private const string Bill = "invoice | bill | statement | factura | fattura | bolletta | facture | rechnung | abrechnung | factuur | faktura | fatura";
    private const string Utility =
        "electricity | water | gas | energy | broadband | internet | electricidad | agua | energia | electricite | eau | energie | strom | stromrechnung | wasser | erdgas | elettricita | luce | acqua | elektriciteit | telefonica | telefonia | telephone";

    private const string Register =
        "handelsregister | handelsregisterauszug | registre du commerce | kbis | k bis | registro mercantil | registro de comercio | registro imprese | visura | camera di commercio | commercial register | trade register | companies house | certificate of incorporation | business registration";

    // Every line of a type must have one of its phrases in the text. Without marks and in small letters, as texts are compared.
    private static readonly Dictionary<string, string[]> ByType = new(StringComparer.Ordinal)
    {
        ["passport"] = ["passport | passeport | pasaporte | reisepass | passaporto | passaporte | paspoort | paszport | pasaport"],
        ["national_id_card"] = ["identity card | id card | carte nationale d identite | carte d identite | documento nacional de identidad | dni | personalausweis | carta d identita | carta di identita | cedula de ciudadania | cartao de cidadao | identiteitskaart | dowod osobisty | kimlik karti"],
        ["residence_permit"] = ["residence permit | titre de sejour | permiso de residencia | tarjeta de residencia | aufenthaltstitel | permesso di soggiorno | titulo de residencia | autorizacao de residencia"],
        ["utility_bill"] = [Bill, Utility],
        ["tax_notice"] = ["agencia tributaria | impuesto | avis d impot | avis d imposition | taxe fonciere | steuerbescheid | finanzamt | agenzia delle entrate | imposta | tax assessment | tax notice | council tax | property tax"],
        ["rent_receipt"] = ["recibo de alquiler | recibo del alquiler | quittance de loyer | rent receipt | mietquittung | ricevuta di affitto | ricevuta dell affitto | ricevuta di locazione"],
        ["rental_agreement"] = ["contratto di locazione | contratto di affitto | contrato de arrendamiento | contrato de alquiler | rental agreement | lease agreement | tenancy agreement | mietvertrag | contrat de location | bail"],
        ["title_deed"] = ["escritura | nota simple | registro de la propiedad | title deed | land registry | acte de vente | titre de propriete | grundbuch | grundbuchauszug | atto di compravendita"],
        ["business_registration"] = [Register + " | tarjeta acreditativa | numero de identificacion fiscal"],
        ["commercial_register_extract"] = [Register],
        ["trade_registration"] = ["gewerbeanmeldung | gewerbe anmeldung | gewerbeschein | gewerbeummeldung | trade registration"],
        ["tax_status_certificate"] = ["constancia de situacion fiscal | cedula de identificacion fiscal"],
    };

    private static readonly PlainDomainFunctions Functions = new();

    /// <summary>Whether the text calls itself a document of this type; null where such documents are not known by their words.</summary>
    public static bool? Say(string? type, string text)
    {
        if (type is null || !ByType.TryGetValue(type, out var lines)) return null;
        var words = $" {(string)Functions.Normalized(text).Value!} ";
        return lines.All(l => l.Split(" | ").Any(p => words.Contains($" {p} ", StringComparison.Ordinal)));
    }
}
