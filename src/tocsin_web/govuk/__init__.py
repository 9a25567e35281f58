"""Page components: GOV.UK Frontend and MoJ patterns as templates."""
