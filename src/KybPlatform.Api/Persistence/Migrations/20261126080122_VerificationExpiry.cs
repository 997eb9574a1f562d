using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class VerificationExpiry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "expiry_told_at",
                table: "verifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_verifications_tenant_id_valid_until",
                table: "verifications",
                columns: new[] { "tenant_id", "valid_until" },
                filter: "expiry_told_at IS NULL AND valid_until IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_verifications_tenant_id_valid_until",
                table: "verifications");

            migrationBuilder.DropColumn(
                name: "expiry_told_at",
                table: "verifications");
        }
    }
}
